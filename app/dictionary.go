//go:build !js

package main

import (
	"cmp"
	"container/heap"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// dictionarySize is how long a dictionary for links becomes, in bytes. DEFLATE
// looks 32 kB back; the other half is for the lesson that a link builds on.
const dictionarySize = 16 << 10

// dictionaryCommand prints a preset dictionary for links, made of scenario
// files: the pieces that occur in most of them, the most common ones last.
// A dictionary is made once for each version of links and never again.
func dictionaryCommand(_ context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("dictionary", flag.ContinueOnError)
	flags.SetOutput(stderr)
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	if flags.NArg() == 0 {
		fmt.Fprintln(stderr, "dictionary: no scenario file given; expected dictionary FILE...")
		return exitUsage
	}
	var corpus []string
	for _, name := range flags.Args() {
		text, err := os.ReadFile(name)
		if err != nil {
			fmt.Fprintf(stderr, "dictionary: %v\n", err)
			return exitUsage
		}
		before, _, _ := strings.Cut(string(text), "\n-- transcript --\n")
		corpus = append(corpus, before+"\n")
	}
	fmt.Fprint(stdout, dictionaryOf(corpus, dictionarySize))
	return exitOK
}

// gramSize is the length of the pieces of text that are counted, in bytes.
// DEFLATE gains from a repetition of three bytes or more.
const gramSize = 6

// gramsOf calls back with each distinct gram of a text.
func gramsOf(text string, yield func(gram string)) {
	seen := map[string]bool{}
	for i := 0; i+gramSize <= len(text); i++ {
		if gram := text[i : i+gramSize]; !seen[gram] {
			seen[gram] = true
			yield(gram)
		}
	}
}

// piece is some lines of a file with what they are worth per byte, as it was
// when they were last looked at. Worth only ever falls, so the piece at the top
// of the heap is the best one once it has been looked at again.
type piece struct {
	text  string
	worth float64
}

type pieces []piece

func (p pieces) Len() int           { return len(p) }
func (p pieces) Less(i, j int) bool { return before(p[i], p[j]) }
func (p pieces) Swap(i, j int)      { p[i], p[j] = p[j], p[i] }
func (p *pieces) Push(x any)        { *p = append(*p, x.(piece)) }
func (p *pieces) Pop() any {
	old := *p
	last := old[len(old)-1]
	*p = old[:len(old)-1]
	return last
}

// before orders pieces by worth, and equal ones by text, so that the same files
// give the same dictionary.
func before(a, b piece) bool {
	if a.worth != b.worth {
		return a.worth > b.worth
	}
	return a.text < b.text
}

// dictionaryOf chooses pieces one after the other, each time the one whose
// grams occur in most files and in no piece that was chosen before.
func dictionaryOf(corpus []string, size int) string {
	files := map[string]int{} // in how many files beside its own a gram occurs
	for _, text := range corpus {
		gramsOf(text, func(gram string) { files[gram]++ })
	}
	for gram := range files {
		files[gram]--
	}
	worth := func(text string) float64 {
		sum := 0
		gramsOf(text, func(gram string) { sum += files[gram] })
		return float64(sum) / float64(len(text)+4)
	}
	queue := candidates(corpus, worth)
	heap.Init(&queue)
	var chosen []string
	for total := 0; total < size && len(queue) > 0; {
		best := heap.Pop(&queue).(piece)
		now := worth(best.text)
		if now < best.worth {
			if now > 0 {
				heap.Push(&queue, piece{best.text, now})
			}
			continue
		}
		chosen = append(chosen, best.text)
		total += len(best.text)
		gramsOf(best.text, func(gram string) { files[gram] = 0 })
	}
	slices.Reverse(chosen)
	return strings.Join(chosen, "")
}

// pieceSize is how long a piece is at most, in bytes, unless it is one line.
const pieceSize = 250

// candidates are all runs of whole lines that are not too long.
func candidates(corpus []string, worth func(string) float64) pieces {
	var queue pieces
	known := map[string]bool{}
	for _, text := range corpus {
		lines := strings.SplitAfter(text, "\n")
		for i := range lines {
			run := ""
			for j := i; j < len(lines) && (run == "" || len(run)+len(lines[j]) <= pieceSize); j++ {
				run += lines[j]
				if !known[run] {
					known[run] = true
					queue = append(queue, piece{run, worth(run)})
				}
			}
		}
	}
	slices.SortFunc(queue, func(a, b piece) int { return cmp.Compare(a.text, b.text) })
	return queue
}

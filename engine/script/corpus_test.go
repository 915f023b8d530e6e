package script

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the verdicts that come out into the corpus")

// newHost starts a native host that ends with the test.
func newHost(tb testing.TB) *Native {
	tb.Helper()
	host, err := NewNative(context.Background())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(host.Close)
	return host
}

// baseJob is the job that the jobs of the corpus differ from.
func baseJob(tb testing.TB) Job {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "job.json"))
	if err != nil {
		tb.Fatal(err)
	}
	var job Job
	if err := json.Unmarshal(text, &job); err != nil {
		tb.Fatal(err)
	}
	return job
}

// section is one file of a case: a name and its text.
type section struct{ name, text string }

// corpusCase is one file of the corpus: a txtar archive. Its comment says what
// the case is about. rules/NAME.js and actions/NAME.js are the program, in this
// order; configuration.json belongs to it. Each job.json is the difference
// to testdata/job.json, and runs in the same container as the ones before; the
// verdict.json behind it is what comes out, byte for byte.
type corpusCase struct {
	comment  string
	sections []section
}

func parseCase(text string) corpusCase {
	var c corpusCase
	for _, line := range strings.SplitAfter(text, "\n") {
		name, found := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "-- ")
		if name, closed := strings.CutSuffix(name, " --"); found && closed {
			c.sections = append(c.sections, section{name: name})
			continue
		}
		if last := len(c.sections) - 1; last >= 0 {
			c.sections[last].text += line
			continue
		}
		c.comment += line
	}
	return c
}

func (c corpusCase) String() string {
	var b strings.Builder
	b.WriteString(c.comment)
	for _, s := range c.sections {
		fmt.Fprintf(&b, "-- %s --\n%s", s.name, s.text)
	}
	return b.String()
}

func (c corpusCase) program(t *testing.T) Program {
	var p Program
	for _, s := range c.sections {
		dir, file := filepath.Split(s.name)
		source := Source{Name: strings.TrimSuffix(file, ".js"), Code: s.text}
		switch {
		case dir == "rules/":
			p.Rules = append(p.Rules, source)
		case dir == "actions/":
			p.Actions = append(p.Actions, source)
		case s.name == "configuration.json":
			if err := json.Unmarshal([]byte(s.text), &p.Configuration); err != nil {
				t.Fatal(err)
			}
		case s.name == "secrets.json":
			if err := json.Unmarshal([]byte(s.text), &p.Actions[len(p.Actions)-1].Secrets); err != nil {
				t.Fatal(err)
			}
		case s.name != "job.json" && s.name != "verdict.json":
			t.Fatalf("unknown section %q: expected rules/, actions/, configuration.json, secrets.json, job.json or verdict.json", s.name)
		}
	}
	return p
}

// difference applies a job.json to the base job: members replace members.
func difference(t *testing.T, job Job, text string) Job {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	job.Client.Metadata, job.Request.Query, job.Request.Body = nil, nil, nil
	base := baseJob(t)
	if err := decoder.Decode(&job); err != nil {
		t.Fatalf("job.json: %v", err)
	}
	if job.Client.Metadata == nil {
		job.Client.Metadata = base.Client.Metadata
	}
	if job.Request.Query == nil {
		job.Request.Query = base.Request.Query
	}
	if job.Request.Body == nil {
		job.Request.Body = base.Request.Body
	}
	return job
}

// TestCorpus runs the corpus natively. web/test/script.test.mjs runs the same
// files in a browser and expects the same bytes.
func TestCorpus(t *testing.T) {
	host := newHost(t)
	files, err := filepath.Glob("testdata/corpus/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { runCase(t, host, file) })
	}
}

func runCase(t *testing.T, host *Native, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c := parseCase(string(text))
	open, err := host.Open(context.Background(), c.program(t))
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	var done []section
	state := ""
	for i, s := range c.sections {
		if s.name == "verdict.json" {
			continue
		}
		done = append(done, s)
		if s.name != "job.json" {
			continue
		}
		job := difference(t, baseJob(t), s.text)
		if job.Resume != nil && job.Resume.State == "" {
			job.Resume.State = state
		}
		got, verdict := verdictText(t, open.(*nativeContainer), job)
		if verdict.Suspend != nil {
			state = verdict.Suspend.State
		}
		if !*update && (i+1 >= len(c.sections) || c.sections[i+1].name != "verdict.json" || c.sections[i+1].text != got) {
			t.Errorf("job %d gives\n%s", i, got)
		}
		done = append(done, section{"verdict.json", got})
	}
	if !*update {
		return
	}
	c.sections = done
	if err := os.WriteFile(file, []byte(c.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// verdictText runs one job and lays its verdict out for people. Reading the
// verdict as Go values and writing it again must not change it, so that no
// member is lost on the way.
func verdictText(t *testing.T, c *nativeContainer, job Job) (string, Verdict) {
	raw, err := c.runText(context.Background(), EncodeJob(job), job.NowMS)
	if err != nil {
		t.Fatal(err)
	}
	verdict, err := DecodeVerdict(raw)
	if err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	again, err := encode("verdict", verdict)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(anyJSON(t, again), anyJSON(t, raw)) {
		t.Errorf("the verdict\n%s\nis read by Go as\n%s", raw, again)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, []byte(raw), "", "  "); err != nil {
		t.Fatal(err)
	}
	return pretty.String() + "\n", verdict
}

func anyJSON(t *testing.T, text string) any {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

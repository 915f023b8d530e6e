package scenario

import (
	"fmt"
	"strings"

	"mfaplayground/engine/script"
)

// Gather returns the text of a scenario with the code of the files that its
// rule and action lines name ("file=PATH"). Reading is left to the caller. The
// code is put at the end, so that every line keeps its number. A line whose code
// is there already is left alone; what else is wrong is for [Parse] to say.
func Gather(name, text string, read func(path string) (string, error)) (string, error) {
	p := &parser{text: text, parties: map[string]bool{}, s: &Scenario{name: name, text: text}}
	_, sections := split(text)
	there := map[string]bool{}
	for _, sec := range sections {
		there[sec.name] = true
	}
	var more strings.Builder
	for _, sec := range sections {
		if sec.name != fileTenant {
			continue
		}
		for _, at := range lines(text, sec.body) {
			list, ok := p.words(content(text, at))
			if !ok || len(list) < 3 || list[0].text != string(script.Rule) && list[0].text != string(script.Action) {
				continue
			}
			file := fileOf(script.Kind(list[0].text), list[1].text)
			for _, w := range list[2:] {
				if w.key != "file" || there[file] {
					continue
				}
				code, err := read(w.value)
				if err != nil {
					p.fail(w.where.start, "the code in %s cannot be read: %v; expected a file beside the scenario", short(w.value), err)
					return "", locate(name, text, p.faults)
				}
				there[file] = true
				fmt.Fprintf(&more, "-- %s --\n%s\n", file, guardMarkers(unixLines(strings.TrimRight(code, "\r\n"))))
			}
		}
	}
	if more.Len() == 0 {
		return text, nil
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text + more.String(), nil
}

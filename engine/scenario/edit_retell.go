package scenario

import (
	"strings"

	"mfaplayground/engine"
)

// Retold returns a scenario of the same tenant with a title and steps of its
// own: without the story, the lesson and the transcript of this one. Behind the
// title, and an empty line, there can be another story.
func (s *Scenario) Retold(title string, steps []string) (*Scenario, error) {
	nl := s.layout.newline
	var b strings.Builder
	b.WriteString(strings.ReplaceAll(title, "\n", nl) + nl + nl)
	_, sections := split(strings.TrimSuffix(s.text, s.Lesson))
	for _, sec := range sections {
		switch sec.name {
		case fileTranscript:
		case fileSteps:
			b.WriteString("-- " + fileSteps + " --" + nl)
			for _, step := range steps {
				b.WriteString(step + nl)
			}
			b.WriteString(nl)
		default:
			text := s.text[sec.marker.start:sec.body.end]
			b.WriteString(text)
			if !strings.HasSuffix(text, "\n") {
				b.WriteString(nl)
			}
		}
	}
	return Parse(s.name, b.String())
}

// ReadStep reads one step of this scenario that does not stand in its file.
func (s *Scenario) ReadStep(text string) (engine.Step, error) {
	if _, err := s.stepText(text); err != nil {
		return engine.Step{}, err
	}
	p := &parser{text: text, s: s, parties: s.parties()}
	words, _ := p.words(span{0, len(text)})
	step, _ := p.step(words, span{0, len(text)})
	return step, nil
}

//go:build !js

package main

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"mfaplayground/engine/facts"
	"mfaplayground/engine/scenario"
)

// shown is a scenario that shows facts, with the link that opens it.
type shown struct{ title, address string }

// claimsPage lists every fact that the simulation promises to keep, with its
// source, its confidence, and the scenarios in which everybody can see it.
func (b *builder) claimsPage() (document, error) {
	const path = "claims/index.html"
	sheet, err := os.ReadFile(b.path("engine", "FACTS.md"))
	if err != nil {
		return document{}, err
	}
	scenarios, err := b.scenariosByClaim(baseOf(path))
	if err != nil {
		return document{}, err
	}
	claims := facts.Claims(string(sheet))
	var body strings.Builder
	fmt.Fprintf(&body, "<main class=\"manual\"><p><a href=\"%s\">MFA Playground</a></p>\n<h1>What is simulated, and on whose word</h1>\n", baseOf(path))
	fmt.Fprintf(&body, "<p>Each of these %d facts about the MFA behaviour of an Auth0 tenant comes from the "+
		"<a href=\"../facts/\">fact sheet</a>, says how sure its sources are, and can be seen: a scenario opens, is played "+
		"in the page, and the playground's tests hold its outcome. Where sources contradict each other or say nothing, "+
		"the scenario has a switch.</p>\n", len(claims))
	for at := 0; at < len(claims); {
		end := at
		for end < len(claims) && claims[end].Section == claims[at].Section {
			end++
		}
		body.WriteString(claimTable(claims[at].Section, claims[at].Heading, claims[at:end], scenarios))
		at = end
	}
	prose := slices.DeleteFunc(facts.Prose(string(sheet)), func(c facts.Claim) bool { return len(scenarios[c.ID]) == 0 })
	body.WriteString(claimTable("prose", "What else scenarios show of the fact sheet", prose, scenarios) + "</main>")
	return document{
		path:        path,
		title:       "What is simulated, and on whose word: MFA Playground",
		description: "Every fact that the MFA Playground simulates, with its source, its confidence, and a scenario that shows it.",
		body:        body.String(),
	}, nil
}

// claimTable is one table with its heading.
func claimTable(id, heading string, claims []facts.Claim, scenarios map[string][]shown) string {
	var body strings.Builder
	fmt.Fprintf(&body, "<h2 id=\"%s\">%s</h2>\n<div class=\"wide\" tabindex=\"0\"><table class=\"claims\">\n"+
		"<tr><th>id</th><th>fact</th><th>source</th><th>see it</th></tr>\n", id, inline(heading))
	for _, c := range claims {
		body.WriteString(claimRow(c, scenarios[c.ID]))
	}
	body.WriteString("</table></div>\n")
	return body.String()
}

// tags are the levels of confidence within a source; they have their own place.
var tags = regexp.MustCompile(`\[(documented|observed|inferred|disputed)[^\]]*\]\s*`)

// claimRow is one line of the table. Its id is what decisions link to.
func claimRow(c facts.Claim, scenarios []shown) string {
	links := make([]string, len(scenarios))
	for i, s := range scenarios {
		links[i] = fmt.Sprintf("<a href=\"%s\">%s</a>", html.EscapeString(s.address), html.EscapeString(s.title))
	}
	return fmt.Sprintf("<tr id=\"%s\"><td><a href=\"../facts/#%s\">%s</a></td><td>%s</td><td>%s</td><td>%s</td></tr>\n",
		html.EscapeString(c.ID), c.Section, html.EscapeString(c.ID), inline(c.Text), sourceOf(c), strings.Join(links, "<br>"))
}

// sourceOf tells where a fact comes from and how sure that is. The prose of a
// section says so itself, sentence by sentence.
func sourceOf(c facts.Claim) string {
	if len(c.Confidence) == 0 {
		return "as its text says"
	}
	return "<strong>" + strings.Join(c.Confidence, ", ") + "</strong> " + inline(tags.ReplaceAllString(c.Source, ""))
}

// scenariosByClaim reads the lessons, which have pages of their own, and the
// scenarios of the tests, which are links.
func (b *builder) scenariosByClaim(base string) (map[string][]shown, error) {
	byClaim := map[string][]shown{}
	for _, folder := range []string{"lessons", "testdata"} {
		files, err := filepath.Glob(b.path("engine", "scenario", folder, "*.txtar"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			before, _, _ := strings.Cut(string(text), "\n-- transcript --\n")
			s, err := scenario.Parse(filepath.Base(file), unexpecting(before+"\n"))
			if err != nil {
				return nil, err
			}
			address := "lessons/" + strings.TrimSuffix(filepath.Base(file), ".txtar") + "/"
			if folder != "lessons" {
				code, err := scenario.Encode(s, "")
				if err != nil {
					return nil, err
				}
				address = "#s=" + code
			}
			for _, id := range s.Claims {
				byClaim[id] = append(byClaim[id], shown{s.Title, base + address})
			}
		}
	}
	return byClaim, nil
}

// unexpecting leaves out what a scenario expects of its steps: the tests hold
// it, and whoever opens the link sees what comes. It is a third of the links,
// and this page is nearly all links.
func unexpecting(text string) string {
	head, steps, ok := strings.Cut(text, "\n-- steps --\n")
	if !ok {
		return text
	}
	var kept []string
	for line := range strings.Lines(steps) {
		if !strings.HasPrefix(strings.TrimSpace(line), "expect ") {
			kept = append(kept, line)
		}
	}
	return head + "\n-- steps --\n" + strings.Join(kept, "")
}

//go:build !js

package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"mfaplayground/engine/scenario"
)

// The members of a JUnit report, as CI systems read it: a suite for each file,
// a case for each expectation.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		File     string      `xml:"file,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Time     string      `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string      `xml:"classname,attr"`
		Name    string      `xml:"name,attr"`
		Failure *junitFault `xml:"failure"`
		Error   *junitFault `xml:"error"`
	}
	junitFault struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// caseName names an expectation by its step.
func caseName(s *scenario.Scenario, c scenario.Check) string {
	return fmt.Sprintf("step %d, %s: %s", c.Line+1, strings.Join(strings.Fields(s.Lines[c.Line].Text), " "), c.Expect.Text)
}

// junitText writes a JUnit report. A file that cannot be played is an error; one
// without expectations passes as a whole.
func junitText(outcomes []outcome) ([]byte, error) {
	var all junitSuites
	for _, o := range outcomes {
		suite := junitSuite{Name: o.title(), File: o.name, Time: fmt.Sprintf("%.3f", o.took.Seconds())}
		add := func(c junitCase) {
			c.Class = o.name
			suite.Cases = append(suite.Cases, c)
			suite.Tests++
		}
		switch {
		case !o.played():
			add(junitCase{Name: "is a scenario", Error: &junitFault{Message: "cannot be played", Text: o.fault}})
			suite.Errors++
		case len(o.result.Checks) == 0:
			add(junitCase{Name: "can be played"})
		}
		for _, c := range o.result.Checks {
			one := junitCase{Name: caseName(o.result.Scenario, c)}
			if !c.Held {
				one.Failure = &junitFault{Message: "got " + c.Got, Text: failureText(o.result.Scenario, c)}
				suite.Failures++
			}
			add(one)
		}
		all.Tests, all.Failures, all.Errors = all.Tests+suite.Tests, all.Failures+suite.Failures, all.Errors+suite.Errors
		all.Suites = append(all.Suites, suite)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	encoder := xml.NewEncoder(&b)
	encoder.Indent("", "  ")
	if err := encoder.Encode(all); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// tapText writes the Test Anything Protocol, version 14: a test for each
// expectation, and one for each file that cannot be played or expects nothing.
func tapText(outcomes []outcome) string {
	var tests strings.Builder
	n := 0
	test := func(held bool, name, what string) {
		n++
		not := ""
		if !held {
			not = "not "
		}
		fmt.Fprintf(&tests, "%sok %d - %s\n", not, n, tapEscaper.Replace(name))
		if !held {
			fmt.Fprintf(&tests, "  ---\n  message: |\n    %s\n  ...\n", strings.ReplaceAll(strings.TrimRight(what, "\n"), "\n", "\n    "))
		}
	}
	for _, o := range outcomes {
		switch {
		case !o.played():
			test(false, o.name, o.fault)
		case len(o.result.Checks) == 0:
			test(true, o.name+": can be played", "")
		}
		for _, c := range o.result.Checks {
			test(c.Held, o.name+": "+caseName(o.result.Scenario, c), failureTextIf(o.result.Scenario, c))
		}
	}
	return fmt.Sprintf("TAP version 14\n1..%d\n", n) + tests.String()
}

// tapEscaper keeps a name from being taken for a directive.
var tapEscaper = strings.NewReplacer(`\`, `\\`, "#", `\#`, "\n", " ")

// failureTextIf is empty for what held.
func failureTextIf(s *scenario.Scenario, c scenario.Check) string {
	if c.Held {
		return ""
	}
	return failureText(s, c)
}

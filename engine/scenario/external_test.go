package scenario

import (
	"errors"
	"strings"
	"testing"
)

const outside = "A rule in a file\n\n-- tenant --\nstart 2026-11-02T08:00:00Z\nperson ada email=ada@example.com\napp portal type=spa\n" +
	"rule mfa file=rules/mfa.js\naction log off file=log.js secret.KEY=x\nbrowser ada person=ada\n-- steps --\nada: visit portal\n"

func TestGatherReadsCodeFromFiles(t *testing.T) {
	var asked []string
	text, err := Gather("x", outside, func(path string) (string, error) {
		asked = append(asked, path)
		return "code of " + path + "\n-- steps --\r\nend\n\n", nil
	})
	if err != nil || strings.Join(asked, " ") != "rules/mfa.js log.js" || !strings.HasPrefix(text, outside) {
		t.Fatalf("read %v, %v:\n%s", asked, err, text)
	}
	s := mustParse(t, "x", text)
	if code := s.Setup.Tenant.Rules[0].Code; code != "code of rules/mfa.js\n -- steps --\nend" {
		t.Errorf("the code is %q", code)
	}
	if again, err := Gather("x", text, func(string) (string, error) { return "", errors.New("asked again") }); err != nil || again != text {
		t.Errorf("what has its code is changed: %v", err)
	}
}

func TestCodeInFilesIsNamed(t *testing.T) {
	_, err := Parse("x", outside)
	if err == nil || !strings.Contains(err.Error(), "x:7:10: the code of this rule lies in a file of its own, rules/mfa.js, which only the command line can read") {
		t.Errorf("a page says %v", err)
	}
	_, err = Gather("x", outside, func(string) (string, error) { return "", errors.New("no such file") })
	if err == nil || !strings.Contains(err.Error(), "x:7:10: the code in rules/mfa.js cannot be read: no such file") {
		t.Errorf("the command line says %v", err)
	}
}

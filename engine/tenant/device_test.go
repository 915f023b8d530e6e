package tenant

import (
	"net/url"
	"strings"
	"testing"
)

// A person may type a code in small letters and without what stands between
// the groups (RFC 8628 section 6.1); a code of another form is none.
func TestUserCodesAsTyped(t *testing.T) {
	l := newLab(t)
	code := l.json(l.post("/oauth/device/code", url.Values{"client_id": {"wall"}}))["user_code"].(string)
	for typed, known := range map[string]bool{
		code: true, strings.ToLower(code): true, strings.ReplaceAll(code, "-", ""): true, strings.ReplaceAll(code, "-", " "): true,
		code[1:]: false, code + "X": false, "": false, "-": false,
	} {
		if resp := l.post("/activate", url.Values{"user_code": {typed}}); (resp.Status == 302) != known {
			t.Errorf("%q: %d", typed, resp.Status)
		}
	}
}

func TestUserCodeForms(t *testing.T) {
	l := newLab(t)
	for _, c := range []struct {
		form     UserCodeForm
		pattern  string
		alphabet string
	}{
		{UserCodeForm{}, "****-****", userCodeAlphabet},
		{UserCodeForm{Charset: CharsetDigits}, "***-***-***", "0123456789"},
		{UserCodeForm{Mask: "** ** ** ** ** **"}, "** ** ** ** ** **", userCodeAlphabet},
		{UserCodeForm{Charset: CharsetDigits, Mask: "********************"}, "********************", "0123456789"},
	} {
		l.Config.UserCode = c.form
		code := l.userCode()
		if len(code) != len(c.pattern) {
			t.Fatalf("%q has another length than %q", code, c.pattern)
		}
		for i := range code {
			if c.pattern[i] == '*' != strings.Contains(c.alphabet, code[i:i+1]) {
				t.Errorf("%q does not fit %q", code, c.pattern)
			}
		}
	}
}

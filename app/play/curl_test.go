package play

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"mfaplayground/engine"
	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

var curlSetup = engine.Setup{Tenant: tenant.Config{Domain: "tenant.example", API: tenant.API{Audience: "https://api.quotes.example"}}}

// words has a shell read a command and tells which words it makes of it.
func words(t *testing.T, command string) []string {
	t.Helper()
	// curl is the shell's own function here: no such program is needed.
	out, err := exec.Command("sh", "-c", "curl() { printf '%s\\001' \"$@\"; }\n"+command).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s\n%s", err, out, command)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x01"), "\x01")
}

func TestCurlSurvivesTheShell(t *testing.T) {
	nasty := "it's $HOME `id` \"q\" \\ !x\n; rm -rf *"
	form := wire.PostForm("https://tenant.example/oauth/token?a=1&b='", nil)
	form.Body = nasty
	form.Header["Cookie"] = []string{"auth0=s%3Aa; auth0-mf='b"}
	form.Header["Content-Length"] = []string{"5"}
	get := wire.Get("https://api.quotes.example/today")
	get.Header = map[string][]string{"Authorization": {"Bearer x"}}
	remove := wire.Request{Method: "DELETE", URL: "https://portal.example/x"}
	for _, c := range []struct {
		name string
		req  wire.Request
		want []string
	}{
		{"a form", form, []string{LocalTenant + "/oauth/token?a=1&b='", "-H", "Content-Type: application/x-www-form-urlencoded",
			"-b", "auth0=s%3Aa; auth0-mf='b", "--data-raw", nasty}},
		{"the API", get, []string{LocalTenant + "/today", "-H", "Host: api.quotes.example", "-H", "Authorization: Bearer x"}},
		{"another host", remove, []string{"https://portal.example/x", "-X", "DELETE"}},
	} {
		got := words(t, Curl(wire.Exchange{Request: c.req}, curlSetup))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestCopyCurlCopiesTheSelectedRequest(t *testing.T) {
	m := after(t, SelectFrame{At: 1})
	x, _ := m.Selected()
	_, cmds := Update(m, CopyCurl{})
	c, ok := find[Copy](cmds)
	if !ok || c.Text != Curl(x, m.Setup()) || !strings.HasPrefix(c.Text, "curl '"+LocalTenant+"/") {
		t.Fatalf("copied %q", c.Text)
	}
	if _, cmds := Update(then(t, m, SelectExchange{At: 1, Index: -1}), CopyCurl{}); len(cmds) != 0 {
		t.Fatal("something was copied though no request is selected")
	}
}

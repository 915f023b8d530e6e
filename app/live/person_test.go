//go:build !js

package live

import (
	"context"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// home is a tenant that asks everybody for a second factor.
const home = `A tenant for real clients

-- tenant --
domain tenant.example
start 2026-11-02T08:00:00Z
policy always
person ada email=ada@example.com
person bob email=bob@example.com
app portal type=spa name="Ada's <portal>"
app spinner type=spa refresh=rotating
app mobile type=native
app wall type=device name=Wall metadata.device_type=display
rule mfa off
-- rules/mfa.js --
function mfa(user, context, callback) {
  if (context.protocol === 'oauth2-refresh-token') {
    context.multifactor = { provider: 'any' };
  }
  callback(null, user, context);
}
-- steps --
`

// callback is where the applications of the tests live. Nobody listens there:
// the browser of the tests stops before it.
const callback = "http://127.0.0.1:9/callback"

// speed is how much faster than the wall clock the tenants of the tests run,
// so that a device which polls every second keeps its five seconds.
const speed = 10

// town is a running tenant.
type town struct {
	t      *testing.T
	server *Server
	origin string
	now    func() time.Time
}

// settle starts the tenant of a scenario.
func settle(t *testing.T, text string) *town {
	t.Helper()
	s, err := scenario.Parse("test", text)
	if err != nil {
		t.Fatal(err)
	}
	sandbox, err := script.NewNative(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	clock := func() time.Time { return begun.Add(speed * time.Since(begun)) }
	site := httptest.NewUnstartedServer(nil)
	origin := "http://" + site.Listener.Addr().String()
	server, err := New(context.Background(), s.Setup, origin, sandbox, clock)
	if err != nil {
		t.Fatal(err)
	}
	site.Config.Handler = server
	site.Start()
	t.Cleanup(func() {
		site.Close()
		server.Close()
		sandbox.Close()
	})
	return &town{t: t, server: server, origin: origin, now: server.now}
}

// sim sends a request to /_sim/ and reads the state that comes back.
func (w *town) sim(method, path string) (state struct {
	OffsetS    int64 `json:"offset_s"`
	Sessions   []struct{ Person string }
	Remembered []struct{ Person string }
	Logs       []struct{ Code string }
	Decisions  []struct{ Outcome string }
}) {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.origin+"/_sim/"+path, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&state); err != nil || resp.StatusCode != 200 {
		w.t.Fatalf("%s %s: %s, %v", method, path, resp.Status, err)
	}
	return state
}

// person is somebody with a browser that has no JavaScript.
type person struct {
	t      *testing.T
	client *http.Client
}

// arrives gives somebody a new browser, which stops at the callback.
func (w *town) arrives() *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return &person{w.t, &http.Client{Jar: jar, CheckRedirect: func(req *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(req.URL.String(), callback) {
			return http.ErrUseLastResponse
		}
		return nil
	}}}
}

// screen is what the browser shows: a page of the tenant, or the callback.
type screen struct {
	status   int
	title    string
	text     string
	action   string
	fields   url.Values        // what the form sends unless something is typed
	buttons  map[string]string // label to name=value
	tickable bool
	shown    string     // the code on the authenticator
	returned url.Values // the query of the callback, once it is reached
}

var (
	titleTag  = regexp.MustCompile(`<h1>(.*)</h1>`)
	formTag   = regexp.MustCompile(`<form method="post" action="(.*)">`)
	inputTag  = regexp.MustCompile(`<input (?:type="hidden" )?name="(.*?)" value="(.*?)"`)
	buttonTag = regexp.MustCompile(`<button name="(.*?)" value="(.*?)">(.*)</button>`)
	codeText  = regexp.MustCompile(`(?:The authenticator shows|The code is) (\w+)`)
)

func (p *person) look(resp *http.Response, err error) screen {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	s := screen{status: resp.StatusCode, text: string(body), fields: url.Values{}, buttons: map[string]string{}}
	if to, err := resp.Location(); err == nil {
		s.returned = to.Query()
		return s
	}
	s.title = html.UnescapeString(first(titleTag, s.text))
	s.action = html.UnescapeString(first(formTag, s.text))
	for _, m := range inputTag.FindAllStringSubmatch(s.text, -1) {
		s.fields.Set(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	for _, m := range buttonTag.FindAllStringSubmatch(s.text, -1) {
		s.buttons[html.UnescapeString(m[3])] = html.UnescapeString(m[1]) + "=" + html.UnescapeString(m[2])
	}
	s.tickable = strings.Contains(s.text, `type="checkbox" name="rememberBrowser"`)
	s.shown = first(codeText, s.text)
	return s
}

func first(pattern *regexp.Regexp, text string) string {
	if m := pattern.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// opens loads an address.
func (p *person) opens(address string) screen {
	p.t.Helper()
	return p.look(p.client.Get(address))
}

// presses sends the form of a screen with the button of that label, or with
// the last one when there is no label.
func (p *person) presses(s screen, label string) screen {
	p.t.Helper()
	if s.action == "" || label != "" && s.buttons[label] == "" {
		p.t.Fatalf("there is no button %q on this page (status %d):\n%s", label, s.status, s.text)
	}
	if name, value, ok := strings.Cut(s.buttons[label], "="); ok {
		s.fields.Set(name, value)
	}
	return p.look(p.client.PostForm(s.action, s.fields))
}

// passes types in what the authenticator shows.
func (p *person) passes(s screen, remember bool) screen {
	p.t.Helper()
	s.fields.Set("code", s.shown)
	if remember {
		s.fields.Set("rememberBrowser", "true")
	}
	return p.presses(s, "")
}

// signsIn goes all the way and returns the query of the callback.
func (p *person) signsIn(address string) url.Values {
	p.t.Helper()
	s := p.passes(p.presses(p.opens(address), "ada"), false)
	if s.returned.Get("code") == "" {
		p.t.Fatalf("signing in ended with %v, status %d:\n%s", s.returned, s.status, s.text)
	}
	return s.returned
}

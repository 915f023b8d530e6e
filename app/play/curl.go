package play

import (
	"net/http"
	"slices"
	"strings"

	"mfaplayground/engine"
	"mfaplayground/engine/quotes"
	"mfaplayground/engine/wire"
)

// LocalTenant is where the command `tenant` serves a scenario unless it is told
// otherwise.
const LocalTenant = "http://127.0.0.1:8090"

// Curl is an exchange's request as a command for a POSIX shell. What went to
// the tenant goes to the one that `go run ./app tenant` serves, and so does
// what went to the API, by the name of its host.
func Curl(x wire.Exchange, setup engine.Setup) string {
	address := x.Request.URL
	u := x.Request.Address()
	host := ""
	switch u.Host {
	case setup.Tenant.Domain:
		address = LocalTenant + strings.TrimPrefix(address, u.Scheme+"://"+u.Host)
	case quotes.API{Audience: setup.Tenant.API.Audience}.Host():
		address = LocalTenant + strings.TrimPrefix(address, u.Scheme+"://"+u.Host)
		host = u.Host
	}
	lines := []string{"curl " + quoted(address)}
	implied := http.MethodGet
	if x.Request.Body != "" {
		implied = http.MethodPost
	}
	if x.Request.Method != implied {
		lines = append(lines, "-X "+quoted(x.Request.Method))
	}
	if host != "" {
		lines = append(lines, "-H "+quoted("Host: "+host))
	}
	names := make([]string, 0, len(x.Request.Header))
	for name := range x.Request.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range x.Request.Header[name] {
			switch name {
			case "Cookie":
				lines = append(lines, "-b "+quoted(value))
			case "Content-Length", "Host":
			default:
				lines = append(lines, "-H "+quoted(name+": "+value))
			}
		}
	}
	if x.Request.Body != "" {
		lines = append(lines, "--data-raw "+quoted(x.Request.Body))
	}
	return strings.Join(lines, " \\\n  ")
}

// quoted is a text as one word of a POSIX shell: in single quotes, within which
// nothing but their end means anything.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

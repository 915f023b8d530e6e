package scenario

import (
	"net/url"
	"strconv"
	"strings"

	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// tellingParams are the parameters of requests that a transcript shows. The
// others are identifiers and secrets that say nothing to a reader.
var tellingParams = []string{
	"client_id", "prompt", "acr_values", "error", "grant_type", "username", "rememberBrowser", "action",
}

// exchangeLine writes one exchange: who asked whom for what, the status, the
// error, the cookies.
func exchangeLine(x wire.Exchange) string {
	u := x.Request.Address()
	query, form := u.Query(), x.Request.Form()
	u.RawQuery = ""
	line := x.From + " -> " + x.Request.Method + " " + u.String()
	for _, name := range tellingParams {
		for _, values := range []url.Values{query, form} {
			if value := values.Get(name); value != "" {
				line += " " + name + "=" + value
			}
		}
	}
	if x.Request.Method == "PUT" || x.Request.Method == "PATCH" { // the Management API
		line += " " + x.Request.Body
	}
	line += "  " + strconv.Itoa(x.Response.Status)
	if code, description := oauthErrorText(x.Response); code != "" {
		line += " " + code + " " + strconv.Quote(description)
	}
	if x.Response.Page != nil {
		line += " page " + string(x.Response.Page.Kind)
	}
	for _, c := range x.Response.SetCookies() {
		switch {
		case hushed(c.Name) || strings.HasSuffix(c.Name, wire.TwinSuffix): // the tenant always sets both
		case c.MaxAge < 0 || !c.Expires.IsZero() && !c.Expires.After(x.At):
			line += ", removes cookie " + c.Name
		case c.Expires.IsZero():
			line += ", sets cookie " + c.Name + " until the browser quits"
		default:
			line += ", sets cookie " + c.Name + " for " + FormatDuration(c.Expires.Sub(x.At))
		}
	}
	return line
}

// hushed tells whether a cookie is left out: the name of the device is set once
// and says nothing to a reader.
func hushed(cookie string) bool {
	return strings.TrimSuffix(cookie, wire.TwinSuffix) == tenant.CookieDevice
}

// decisionLines writes a decision and its causes.
func decisionLines(d tenant.Decision) []string {
	head := "decision for " + d.Person + " at " + d.App + " (" + d.Protocol + "): " + string(d.Outcome)
	if d.RememberOffered {
		head += ", remember offered"
	}
	list := []string{head}
	for _, r := range d.Because {
		list = append(list, "\tbecause "+cause(r)+": "+r.Text+" ("+r.Cite()+")")
	}
	return list
}

// issuedLine writes which tokens were given out.
func issuedLine(i tenant.Issued) string {
	var parts []string
	if i.AccessToken != "" {
		parts = append(parts, "access token")
	}
	if i.IDToken != "" {
		parts = append(parts, "ID token")
	}
	if i.RefreshToken != "" {
		parts = append(parts, "refresh token")
	}
	return "tokens for " + i.App + ": " + strings.Join(parts, ", ") + ", valid " + FormatDuration(i.Expires.Sub(i.At))
}

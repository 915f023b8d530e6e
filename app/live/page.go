//go:build !js

package live

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"strings"

	"mfaplayground/engine/tenant"
	"mfaplayground/engine/wire"
)

// pagePolicy lets a page have its own style and nothing else: nothing is
// loaded, no script runs but the one that belongs to the page, and nobody
// frames it but who is to get its answer.
func pagePolicy(page wire.Page) string {
	scripts, around := "", "'none'"
	if code := deeds[page.Kind]; code != "" {
		sum := sha256.Sum256([]byte(code))
		scripts = " script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "';"
	}
	if page.Kind == wire.PageWebMessage {
		around = page.Form.Action
	}
	return "default-src 'none'; style-src 'unsafe-inline';" + scripts + " base-uri 'none'; frame-ancestors " + around
}

// deeds are what the pages do that nobody is meant to look at: one sends its
// form, which a person without scripts does herself, one hands its fields to
// the page around it (facts 5.4).
var deeds = map[wire.PageKind]string{
	wire.PageFormPost: "document.forms[0].submit()",
	wire.PageWebMessage: "const form = document.forms[0]; const response = Object.fromEntries(new FormData(form)); " +
		"(opener ?? parent).postMessage({ type: 'authorization_response', response }, new URL(form.action).origin)",
}

// pageHead opens every page.
const pageHead = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>%[1]s</title>
<style>
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 10vh auto; padding: 0 1rem }
form > * { display: block; width: 100%%; box-sizing: border-box; margin: 0 0 1rem }
input:not([type=checkbox]), button { font: inherit; padding: .5rem; display: block; width: 100%%; box-sizing: border-box }
small { opacity: .75 }
</style>
<main>
<h1>%[1]s</h1>
`

// pageFoot closes every page.
const pageFoot = `</main>
<footer><small><small>A simulated tenant of the MFA Playground. Nothing real is asked for.</small></footer>
`

// draw writes a page as a form. Every prompt works without JavaScript.
func draw(page wire.Page, t *tenant.Tenant) string {
	var b strings.Builder
	fmt.Fprintf(&b, pageHead, html.EscapeString(page.Title))
	for _, text := range page.Text {
		fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(text))
	}
	if page.Form != nil {
		form(&b, page, t)
	}
	b.WriteString(pageFoot)
	if code := deeds[page.Kind]; code != "" {
		b.WriteString("<script>" + code + "</script>\n")
	}
	return b.String()
}

// form draws what can be sent. Whoever has no button of its own to press gets
// one at the end.
func form(b *strings.Builder, page wire.Page, t *tenant.Tenant) {
	fmt.Fprintf(b, "<form method=\"post\" action=\"%s\">\n", html.EscapeString(page.Form.Action))
	buttons := 0
	for _, f := range page.Form.Fields {
		name, label, value := html.EscapeString(f.Name), html.EscapeString(f.Label), html.EscapeString(f.Value)
		switch f.Type {
		case "person", "choice":
			buttons++
			fmt.Fprintf(b, "<button name=\"%s\" value=\"%s\">%s</button>\n", name, value, label)
		case "hidden":
			fmt.Fprintf(b, "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n", name, value)
		case "checkbox":
			fmt.Fprintf(b, "<label><input type=\"checkbox\" name=\"%s\" value=\"true\"> %s</label>\n", name, label)
		default:
			fmt.Fprintf(b, "<label>%s <input name=\"%s\" value=\"%s\" autocomplete=\"off\"></label>\n", label, name, value)
			if code := device(page, t); f.Type == "code" && code != "" {
				fmt.Fprintf(b, "<p><small>%s</small></p>\n", html.EscapeString(code))
			}
		}
	}
	if buttons == 0 && page.Kind != wire.PageWebMessage { // that form is sent nowhere
		b.WriteString("<button>Continue</button>\n")
	}
	b.WriteString("</form>\n")
}

// device tells what the person of an MFA page reads off or was sent: there is
// no device to look at.
func device(page wire.Page, t *tenant.Tenant) string {
	who := page.Form.Field("username")
	if page.Factor() == "" || who == nil {
		return ""
	}
	code := t.Proof(t.Config.PersonByLogin(who.Value), page.Factor())
	if page.Factor() == "otp" {
		return "The authenticator shows " + code
	}
	return "The code is " + code
}

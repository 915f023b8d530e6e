package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/wire"
)

// The members of an HTTP archive, as HAR 1.2 names them. Lists are never null.
type (
	harFile struct {
		Log harLog `json:"log"`
	}
	harLog struct {
		Version string     `json:"version"`
		Creator harCreator `json:"creator"`
		Pages   []harPage  `json:"pages"`
		Entries []harEntry `json:"entries"`
		Comment string     `json:"comment"`
	}
	harCreator struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	harPage struct {
		Started string   `json:"startedDateTime"`
		ID      string   `json:"id"`
		Title   string   `json:"title"`
		Timings struct{} `json:"pageTimings"`
	}
	harEntry struct {
		Page     string      `json:"pageref"`
		Started  string      `json:"startedDateTime"`
		Time     int         `json:"time"`
		Request  harRequest  `json:"request"`
		Response harResponse `json:"response"`
		Cache    struct{}    `json:"cache"`
		Timings  harTimings  `json:"timings"`
		From     string      `json:"_from"`
		To       string      `json:"_to"`
	}
	harRequest struct {
		Method  string      `json:"method"`
		URL     string      `json:"url"`
		Version string      `json:"httpVersion"`
		Cookies []harCookie `json:"cookies"`
		Headers []harPair   `json:"headers"`
		Query   []harPair   `json:"queryString"`
		Post    *harPost    `json:"postData,omitempty"`
		Header  int         `json:"headersSize"`
		Body    int         `json:"bodySize"`
	}
	harResponse struct {
		Status   int         `json:"status"`
		Text     string      `json:"statusText"`
		Version  string      `json:"httpVersion"`
		Cookies  []harCookie `json:"cookies"`
		Headers  []harPair   `json:"headers"`
		Content  harContent  `json:"content"`
		Redirect string      `json:"redirectURL"`
		Header   int         `json:"headersSize"`
		Body     int         `json:"bodySize"`
	}
	harCookie struct {
		Name     string `json:"name"`
		Value    string `json:"value"`
		Path     string `json:"path,omitempty"`
		Domain   string `json:"domain,omitempty"`
		Expires  string `json:"expires,omitempty"`
		HTTPOnly bool   `json:"httpOnly,omitempty"`
		Secure   bool   `json:"secure,omitempty"`
	}
	harPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	harPost struct {
		Type   string    `json:"mimeType"`
		Params []harPair `json:"params"`
		Text   string    `json:"text"`
	}
	harContent struct {
		Size int    `json:"size"`
		Type string `json:"mimeType"`
		Text string `json:"text"`
	}
	harTimings struct {
		Send    int `json:"send"`
		Wait    int `json:"wait"`
		Receive int `json:"receive"`
	}
)

// harUnknown is what HAR 1.2 writes for a size that nobody measured.
const harUnknown = -1

// HAR returns every exchange of a played scenario as an HTTP archive, version
// 1.2. Each step is one of its pages. Nothing travelled over a network, so all
// timings are zero; what a person would see as a page is its plain text.
func HAR(r scenario.Result) (string, error) {
	log := harLog{
		Version: "1.2", Creator: harCreator{"MFA Playground", engine.Version},
		Pages: []harPage{}, Entries: []harEntry{},
		Comment: "Simulated: these exchanges never left the playground. " + r.Scenario.Title,
	}
	for i, f := range r.Frames {
		if len(f.Exchanges) == 0 {
			continue
		}
		id := fmt.Sprintf("step_%d", i+1)
		title := fmt.Sprintf("%d. %s", i+1, r.Scenario.Lines[i].Text)
		if f.Omitted > 0 {
			title += fmt.Sprintf(" (%d more exchanges were not kept)", f.Omitted)
		}
		log.Pages = append(log.Pages, harPage{Started: harTime(f.Start), ID: id, Title: title})
		for _, x := range f.Exchanges {
			log.Entries = append(log.Entries, harEntry{
				Page: id, Started: harTime(x.At), From: x.From, To: x.To,
				Request: harRequestOf(x.Request), Response: harResponseOf(x.Response),
			})
		}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(harFile{log}); err != nil {
		return "", fmt.Errorf("writing the HTTP archive: %w", err)
	}
	return b.String(), nil
}

func harTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

func harRequestOf(r wire.Request) harRequest {
	h := harRequest{
		Method: r.Method, URL: r.URL, Version: "HTTP/1.1", Cookies: []harCookie{}, Headers: harHeaders(r.Header),
		Query: harPairs(r.Query()), Header: harUnknown, Body: len(r.Body),
	}
	for _, line := range r.Header["Cookie"] {
		for part := range strings.SplitSeq(line, "; ") {
			name, value, _ := strings.Cut(part, "=")
			h.Cookies = append(h.Cookies, harCookie{Name: name, Value: value})
		}
	}
	if r.Body != "" {
		h.Post = &harPost{Type: r.Header.Get("Content-Type"), Params: harPairs(r.Form()), Text: r.Body}
	}
	return h
}

func harResponseOf(r wire.Response) harResponse {
	h := harResponse{
		Status: r.Status, Text: http.StatusText(r.Status), Version: "HTTP/1.1", Cookies: []harCookie{},
		Headers: harHeaders(r.Header), Redirect: r.Location(), Header: harUnknown,
	}
	for _, c := range r.SetCookies() {
		cookie := harCookie{Name: c.Name, Value: c.Value, Path: c.Path, Domain: c.Domain, HTTPOnly: c.HttpOnly, Secure: c.Secure}
		if !c.Expires.IsZero() {
			cookie.Expires = harTime(c.Expires)
		}
		h.Cookies = append(h.Cookies, cookie)
	}
	h.Content = harContent{Type: r.Header.Get("Content-Type"), Text: r.Body}
	if p := r.Page; p != nil {
		h.Content = harContent{Type: "text/plain; charset=utf-8", Text: strings.Join(append([]string{p.Title}, p.Text...), "\n\n")}
	}
	if h.Content.Type == "" {
		h.Content.Type = "x-unknown" // what browsers write
	}
	h.Content.Size = len(h.Content.Text)
	h.Body = h.Content.Size
	return h
}

// harHeaders are the fields of a header, by name.
func harHeaders(header http.Header) []harPair { return harPairs(url.Values(header)) }

// harPairs are names with their values, by name.
func harPairs(values url.Values) []harPair {
	pairs := []harPair{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, value := range values[name] {
			pairs = append(pairs, harPair{name, value})
		}
	}
	return pairs
}

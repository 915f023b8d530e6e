package wire

import (
	"net/http"
	"net/url"
	"reflect"
	"testing"
)

func TestForm(t *testing.T) {
	req := PostForm("https://a.example/p?q=1", url.Values{"k": {"v w"}})
	if req.Form().Get("k") != "v w" || req.Address().Query().Get("q") != "1" {
		t.Errorf("a posted form reads back as %v at %v", req.Form(), req.Address())
	}
	req.Header.Set("Content-Type", "application/json")
	if len(req.Form()) != 0 {
		t.Error("a body that is not a form is read as one")
	}
	if u := Get("https://a.example/%zz").Address(); u.Host != "" {
		t.Errorf("an address that cannot be parsed has the host %q", u.Host)
	}
}

func TestAddressesAreThoseOfTheGeneralParser(t *testing.T) {
	for _, address := range []string{
		"", "https://", "https://a.example", "https://a.example/", "https://a.example?", "https://a.example?q=1", "https://a.example/p?",
		"https://A-b_c.example/x/y.z?a=1&b=%20c+d", "https://a.example/p?q=1?2", "https://a.example/?a=%zz", "https://a.example/p#f", "https://a.example/?q=1#f",
		"https://a.example:8443/p", "https://u@a.example/p", "https://a.example/%41", "https://a.example/@", "https://[::1]/", "https://a.example/a b",
		"http://a.example/", "//a.example/", "/p?q", "https:///p", "https://a.example/p?q=\x01", "https://a.example/{}", "https://a.example/`", "https://a.example//p",
	} {
		want, err := url.Parse(address)
		if err != nil {
			want = &url.URL{}
		}
		if got := Get(address).Address(); !reflect.DeepEqual(got, want) {
			t.Errorf("%q is taken apart as %+v, expected %+v", address, got, want)
		}
	}
}

func TestCookies(t *testing.T) {
	req := Request{Header: http.Header{"Cookie": {"a=1; b=2"}}}
	if req.Cookie("b") != "2" || req.Cookie("c") != "" {
		t.Errorf("b=%q, c=%q", req.Cookie("b"), req.Cookie("c"))
	}
	resp := Response{Header: http.Header{"Set-Cookie": {"a=1; Path=/", "no cookie", "b=2"}}}
	if set := resp.SetCookies(); len(set) != 2 || set[1].Name != "b" {
		t.Errorf("Set-Cookie lines give %v", set)
	}
}

func TestLocation(t *testing.T) {
	h := http.Header{"Location": {"https://b.example/"}}
	if (Response{Status: 302, Header: h}).Location() == "" || (Response{Status: 200, Header: h}).Location() != "" {
		t.Error("only a redirect has a location")
	}
}

func TestField(t *testing.T) {
	var none *Form
	if none.Field("x") != nil {
		t.Error("no form has a field")
	}
	f := &Form{Fields: []Field{{Name: "x"}}}
	if f.Field("x") != &f.Fields[0] {
		t.Error("the field is not found")
	}
}

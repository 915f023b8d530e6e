package browser

import (
	"net/http"
	"testing"
	"time"

	"mfaplayground/engine/wire"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

func setting(lines ...string) wire.Response {
	return wire.Response{Status: 200, Header: http.Header{"Set-Cookie": lines}}
}

func TestJarSends(t *testing.T) {
	var jar Jar
	jar.store("a.example", setting("s=1; Path=/; Secure", "p=2; Path=/deep; Secure", "plain=3; Path=/"), noon)
	for _, c := range []struct{ address, want string }{
		{"https://a.example/", "s=1; plain=3"},
		{"https://a.example/deep/er", "s=1; p=2; plain=3"},
		{"http://a.example/", "plain=3"},
		{"https://b.example/", ""},
		{"https://sub.a.example/", ""}, // host-only: no cookie has a Domain
	} {
		if got := jar.header(wire.Get(c.address)); got != c.want {
			t.Errorf("to %s goes %q, expected %q", c.address, got, c.want)
		}
	}
}

func TestJarLifetimes(t *testing.T) {
	var jar Jar
	jar.store("a.example", setting(
		"week=1; Path=/; Expires=Mon, 09 Nov 2026 12:00:00 GMT",
		"both=2; Path=/; Max-Age=60; Expires=Mon, 09 Nov 2026 12:00:00 GMT", // Max-Age wins
		"session=3; Path=/",
	), noon)
	names := func() string {
		s := ""
		for _, c := range jar {
			s += c.Name + " "
		}
		return s
	}
	for _, c := range []struct {
		after time.Duration
		want  string
	}{
		{59 * time.Second, "week both session "},
		{60 * time.Second, "week session "},
		{7*24*time.Hour - time.Second, "week session "},
		{7 * 24 * time.Hour, "session "},
	} {
		jar.expire(noon.Add(c.after))
		if got := names(); got != c.want {
			t.Errorf("after %s the jar holds %q, expected %q", c.after, got, c.want)
		}
	}
	if jar.endProcess(); len(jar) != 0 {
		t.Errorf("the end of the process leaves %q", names())
	}
}

func TestJarReplaces(t *testing.T) {
	var jar Jar
	jar.store("a.example", setting("k=old; Path=/"), noon)
	jar.store("a.example", setting("k=new; Path=/; HttpOnly; Secure; SameSite=None"), noon.Add(time.Hour))
	if len(jar) != 1 || jar[0].Value != "new" || !jar[0].Created.Equal(noon) || jar[0].SameSite != http.SameSiteNoneMode {
		t.Errorf("after a second Set-Cookie the jar holds %+v", jar)
	}
	jar.store("a.example", setting("k=; Path=/; Max-Age=0"), noon)
	if len(jar) != 0 {
		t.Errorf("Max-Age=0 leaves %+v", jar)
	}
}

func TestJarByHand(t *testing.T) {
	var jar Jar
	jar.store("a.example", setting("k=v; Path=/"), noon)
	if jar.edit("other", "x") || jar.remove("other") {
		t.Error("a cookie that is not there was edited or removed")
	}
	if !jar.edit("k", "x") || jar[0].Value != "x" || !jar[0].Edited {
		t.Errorf("editing gives %+v", jar)
	}
	if !jar.remove("k") || len(jar) != 0 {
		t.Errorf("removing leaves %+v", jar)
	}
}

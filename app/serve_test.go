//go:build !js

package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// testSite makes a site of a few files and returns its folder.
func testSite(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		target := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(target, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestServedFiles(t *testing.T) {
	dir := testSite(t, map[string]string{
		"index.html":           "first page",
		"404.html":             "no such page",
		"app.wasm":             "plain program",
		"app.wasm.br":          "packed by br",
		"app.wasm.gz":          "packed by gzip",
		"lessons/x/index.html": "lesson",
	})
	if err := os.WriteFile(filepath.Join(filepath.Dir(dir), "secret"), []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	handler := siteHandler(dir)
	cases := []struct {
		name, method, path, accept    string
		status                        int
		body, mediaType, encoding, to string
	}{
		{"first page", "GET", "/", "", 200, "first page", "text/html; charset=utf-8", "", ""},
		{"head", "HEAD", "/", "", 200, "", "text/html; charset=utf-8", "", ""},
		{"program as it is", "GET", "/app.wasm", "", 200, "plain program", "application/wasm", "", ""},
		{"program by brotli", "GET", "/app.wasm", "gzip, deflate, br", 200, "packed by br", "application/wasm", "br", ""},
		{"program by gzip", "GET", "/app.wasm", "gzip", 200, "packed by gzip", "application/wasm", "gzip", ""},
		{"brotli refused", "GET", "/app.wasm", "br;q=0, gzip;q=0.5", 200, "packed by gzip", "application/wasm", "gzip", ""},
		{"all refused", "GET", "/app.wasm", "br;q=0.0,gzip; q=0", 200, "plain program", "application/wasm", "", ""},
		{"no variant", "GET", "/index.html", "br, gzip", 200, "first page", "text/html; charset=utf-8", "", ""},
		{"folder", "GET", "/lessons/x/", "", 200, "lesson", "text/html; charset=utf-8", "", ""},
		{"folder without slash", "GET", "/lessons/x", "", 301, "", "", "", "x/"},
		{"folder without page", "GET", "/lessons/", "", 404, "no such page", "text/html; charset=utf-8", "", ""},
		{"missing", "GET", "/nowhere", "", 404, "no such page", "text/html; charset=utf-8", "", ""},
		{"outside", "GET", "/../secret", "", 404, "no such page", "text/html; charset=utf-8", "", ""},
		{"post", "POST", "/", "", 405, "only GET and HEAD are answered\n", "text/plain; charset=utf-8", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			request := httptest.NewRequest(c.method, "http://site/", nil)
			request.URL.Path = c.path
			request.Header.Set("Accept-Encoding", c.accept)
			recorder := httptest.NewRecorder()
			handler.ServeHTTP(recorder, request)
			got := recorder.Result()
			body, _ := io.ReadAll(got.Body)
			check := func(what, got, want string) {
				if got != want {
					t.Errorf("%s is %q; expected %q", what, got, want)
				}
			}
			if got.StatusCode != c.status {
				t.Errorf("status %d; expected %d", got.StatusCode, c.status)
			}
			check("body", string(body), c.body)
			check("Content-Type", got.Header.Get("Content-Type"), c.mediaType)
			check("Content-Encoding", got.Header.Get("Content-Encoding"), c.encoding)
			check("Location", got.Header.Get("Location"), c.to)
		})
	}
}

func TestTakenPortIsPassedOver(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var said bytes.Buffer
	next, err := listen(taken.Addr().String(), &said)
	if err != nil {
		t.Fatal(err)
	}
	defer next.Close()
	if next.Addr().String() == taken.Addr().String() {
		t.Errorf("listening on the taken %s", next.Addr())
	}
	if !strings.Contains(said.String(), "cannot be used") {
		t.Errorf("said %q; expected a word about the taken port", said.String())
	}
}

func TestBadAddresses(t *testing.T) {
	for _, addr := range []string{"8080", "127.0.0.1:http", "127.0.0.1:70000", "127.0.0.1:-1"} {
		if listener, err := listen(addr, io.Discard); err == nil {
			listener.Close()
			t.Errorf("listen(%q) succeeded; expected an error", addr)
		}
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		ended <- serve(ctx, listener, siteHandler(testSite(t, map[string]string{"index.html": "here"})))
	}()
	response, err := http.Get("http://" + listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Error("still serving 5 s after the context ended")
	}
}

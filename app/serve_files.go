//go:build !js

package main

import (
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// contentTypes of the site's files. The operating system's table is not asked:
// it differs from machine to machine, and a wrong type for .wasm costs the
// browser's streaming compilation.
var contentTypes = map[string]string{
	".html":  "text/html; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".css":   "text/css; charset=utf-8",
	".json":  "application/json",
	".txt":   "text/plain; charset=utf-8",
	".txtar": "text/plain; charset=utf-8",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".wasm":  "application/wasm",
}

// compressed lists what the build writes beside a file, the best one first.
var compressed = []struct{ coding, suffix string }{
	{"br", ".br"},
	{"gzip", ".gz"},
}

// siteHandler serves the static site in dir: index.html for directories, the
// compressed variants to those who accept them, 404.html for everything else.
// Browsers keep the assets, whose names change with their content, and ask for
// everything else each time. Other sites may load embed.js as a module.
func siteHandler(dir string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD are answered", http.StatusMethodNotAllowed)
			return
		}
		name, redirect := locate(dir, r.URL.Path)
		if redirect {
			// Relative, so that it also holds behind a proxy under a sub-path.
			w.Header().Set("Location", path.Base(r.URL.Path)+"/")
			w.WriteHeader(http.StatusMovedPermanently)
			return
		}
		w.Header().Set("Cache-Control", "no-cache")
		switch asked := path.Clean("/" + r.URL.Path); {
		case strings.HasPrefix(asked, "/"+assets+"/") && name != "":
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		case asked == "/"+site.embed:
			w.Header().Set("Access-Control-Allow-Origin", "*")
		}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		if name == "" {
			serveFile(w, r, filepath.Join(dir, "404.html"), http.StatusNotFound)
			return
		}
		serveFile(w, r, name, http.StatusOK)
	})
}

// locate returns the file that answers a path, or the empty string when there
// is none. A directory without its final slash asks for a redirect, because
// the relative addresses in its page count on it.
func locate(dir, urlPath string) (name string, redirect bool) {
	clean := path.Clean("/" + urlPath)
	name = filepath.Join(dir, filepath.FromSlash(clean))
	info, err := os.Stat(name)
	if err != nil {
		return "", false
	}
	if !info.IsDir() {
		return name, false
	}
	index := filepath.Join(name, "index.html")
	if _, err := os.Stat(index); err != nil {
		return "", false
	}
	return index, !strings.HasSuffix(urlPath, "/")
}

// serveFile writes one file, compressed when a variant exists and is accepted.
func serveFile(w http.ResponseWriter, r *http.Request, name string, status int) {
	header := w.Header()
	header.Set("Content-Type", contentType(name))
	header.Add("Vary", "Accept-Encoding")
	read := name
	for _, variant := range compressed {
		if !accepts(r.Header.Get("Accept-Encoding"), variant.coding) {
			continue
		}
		if _, err := os.Stat(name + variant.suffix); err == nil {
			header.Set("Content-Encoding", variant.coding)
			read = name + variant.suffix
			break
		}
	}
	content, err := os.ReadFile(read)
	if err != nil {
		header.Del("Content-Encoding")
		header.Set("Content-Type", "text/plain; charset=utf-8")
		if !errors.Is(err, fs.ErrNotExist) {
			status = http.StatusInternalServerError
		}
		http.Error(w, http.StatusText(status), status)
		return
	}
	header.Set("Content-Length", strconv.Itoa(len(content)))
	w.WriteHeader(status)
	if r.Method == http.MethodGet {
		// An error means that the browser went away; there is nobody to tell.
		_, _ = w.Write(content)
	}
}

// contentType returns the media type of a file by its name.
func contentType(name string) string {
	ext := strings.ToLower(filepath.Ext(name))
	if known, ok := contentTypes[ext]; ok {
		return known
	}
	if known := mime.TypeByExtension(ext); known != "" {
		return known
	}
	return "application/octet-stream"
}

// accepts reports whether an Accept-Encoding header (RFC 9110 section 12.5.3)
// names a coding with a weight above zero.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, weighted := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		if !weighted {
			return true
		}
		weight, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(params), "q="), 64)
		return err == nil && weight > 0
	}
	return false
}

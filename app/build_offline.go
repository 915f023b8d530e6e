//go:build !js

package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// offline completes the service worker: it has to know which files a version of
// the site consists of, and their digests.
func (b *builder) offline(context.Context) error {
	files := map[string]string{}
	err := filepath.WalkDir(b.out, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(b.out, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if !b.kept(name) {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		files[addressOf(name)] = "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
		return nil
	})
	if err != nil {
		return err
	}
	list, err := json.Marshal(files) // in the order of their names
	if err != nil {
		return err
	}
	worker := filepath.Join(b.out, site.offline)
	code, err := os.ReadFile(worker)
	if err != nil {
		return err
	}
	version := sha256.Sum256(append(list, code...))
	head := fmt.Sprintf("self.site={version:%q,files:%s};\n", hex.EncodeToString(version[:])[:digestLength], list)
	return os.WriteFile(worker, append([]byte(head), code...), 0o644)
}

// kept tells whether browsers keep a file for reading without a network. What
// only other sites, hosts or tests ask for is left out.
func (b *builder) kept(name string) bool {
	return !stable[name] && name != namesFile && name != headersFile && !strings.HasPrefix(name, embedFolder+"/") &&
		name != b.names[site.packed] && name != b.names[site.packedSeek] &&
		name != b.names[site.frame]
}

// addressOf is how a browser asks for a file: for the page of a folder, by the
// folder.
func addressOf(name string) string {
	if name == "index.html" {
		return ""
	}
	if folder, ok := strings.CutSuffix(name, "/index.html"); ok {
		return folder + "/"
	}
	return name
}

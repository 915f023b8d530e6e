//go:build !js

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"mfaplayground/app/view"
)

// Every file that a page loads lies in one folder, under a name that holds the
// digest of its content. So hosts and browsers may keep it for ever, and no
// cache can mix the files of two versions: a page names exactly those that it
// was built with. The pages themselves keep their names, and so do the few
// files that other sites and browsers know by name.
const assets = "assets"

// namesFile lists, for tests and benchmarks, the name of each asset in the
// site; its presence also tells a built site from any other folder.
const namesFile = "files.json"

// digestLength is how much of a digest a name holds, in hexadecimal digits.
const digestLength = 10

// stable names the files that keep their names.
var stable = map[string]bool{site.embed: true, site.embedTypes: true, site.offline: true}

// fingerprint moves all that was made so far into the folder of assets.
func (b *builder) fingerprint(context.Context) error {
	entries, err := os.ReadDir(b.out)
	if err != nil {
		return err
	}
	if err := os.Mkdir(filepath.Join(b.out, assets), 0o755); err != nil {
		return err
	}
	b.names = map[string]string{}
	for _, entry := range entries {
		name := entry.Name()
		if stable[name] || entry.IsDir() {
			continue
		}
		content, err := os.ReadFile(filepath.Join(b.out, name))
		if err != nil {
			return err
		}
		b.names[name] = digestName(name, content)
		if err := os.Rename(filepath.Join(b.out, name), filepath.Join(b.out, b.names[name])); err != nil {
			return err
		}
	}
	view.LaterStyle = b.names[site.style]
	return b.write(namesFile, []byte(namesText(b.names)+"\n"))
}

// digestName is the name of an asset in the site.
func digestName(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	return fmt.Sprintf("%s/%s.%s%s", assets, strings.TrimSuffix(name, ext), hex.EncodeToString(sum[:])[:digestLength], ext)
}

// named is the name of a file in the site.
func named(names map[string]string, name string) string {
	if digested, ok := names[name]; ok {
		return digested
	}
	return name
}

// namesText lists the names as JSON, in their order.
func namesText(names map[string]string) string {
	text, err := json.Marshal(names)
	if err != nil {
		panic("app: internal error: names cannot be written as JSON: " + err.Error())
	}
	return string(text)
}

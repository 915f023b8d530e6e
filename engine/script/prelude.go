//go:build !js

package script

import (
	"embed"
	"path"
	"strings"
)

//go:embed prelude/*.js
var preludeFiles embed.FS

// Prelude returns the program that every host evaluates before anything else,
// under the file name "prelude". Its value is the function drive, which
// prelude/9-pipeline.js describes. It is made of the files in prelude/, in the
// order of their names, inside one strict function, so that scripts see none
// of its names. Comments and layout are left out: the engine keeps the text of
// every function. The page's own binary is without it: there the build puts it
// into a file beside the Worker.
func Prelude() string {
	const dir = "prelude"
	entries, err := preludeFiles.ReadDir(dir)
	if err != nil {
		panic("script: internal error: " + err.Error()) // the folder is part of the program
	}
	var b strings.Builder
	b.WriteString("(function () {\n'use strict';\n")
	for _, entry := range entries {
		text, err := preludeFiles.ReadFile(path.Join(dir, entry.Name()))
		if err != nil {
			panic("script: internal error: " + err.Error())
		}
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
				b.WriteString(line + "\n")
			}
		}
	}
	b.WriteString("return drive;\n})()")
	return b.String()
}

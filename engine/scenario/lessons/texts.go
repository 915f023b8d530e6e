//go:build !js

package lessons

import "embed"

//go:embed *.txtar
var files embed.FS

// Text returns the file of a lesson, or the empty string if there is none.
func Text(slug string) string {
	text, err := files.ReadFile(slug + ".txtar")
	if err != nil {
		return ""
	}
	return string(text)
}

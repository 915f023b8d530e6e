//go:build !js

package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestIconsLieWhereTheirNumberSays(t *testing.T) {
	icon := func(id, place string) string {
		return `<path id="` + id + `" transform="translate(0 ` + place + `)" d="M0 0" />`
	}
	sheet := func(box string, icons ...string) string {
		return `<svg viewBox="` + box + `">` + strings.Join(icons, "") + `</svg>`
	}
	for text, want := range map[string]string{
		sheet("0 0 16 32", icon("a", "0"), icon("b", "16")): "",
		sheet("0 0 16 32", icon("a", "0"), icon("b", "32")): `icon 2 is "b"`,
		sheet("0 0 16 32", icon("a", "0"), icon("", "16")):  `icon 2 is ""`,
		sheet("0 0 16 16", icon("a", "0"), icon("b", "16")): `expected at least 2, and "0 0 16 32"`,
		sheet("0 0 16 16", icon("a", "0")):                  "expected at least 2",
		"<svg":                                              "XML syntax error",
	} {
		names, err := iconNames([]byte(text))
		if want == "" && (err != nil || strings.Join(names, " ") != "a b") {
			t.Errorf("%s: %v, %v", text, names, err)
		}
		if want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: the error is %v; expected %q", text, err, want)
		}
	}
}

// TestEveryIconIsThere: an icon that the page names is in the picture.
func TestEveryIconIsThere(t *testing.T) {
	picture, err := os.ReadFile("../web/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	names, err := iconNames(picture)
	if err != nil {
		t.Fatal(err)
	}
	css := iconPlaces(picture, names)
	for _, want := range []string{`[data-c~="asked"] { --icon: 0; }`, `, .prop[data-factor="sms"]`, "--icons-height: "} {
		if !strings.Contains(css, want) {
			t.Errorf("the style lacks %s", want)
		}
	}
	files, err := os.ReadDir("view")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, file := range files {
		source, err := os.ReadFile("view/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(`icon\("([a-z-]+)"\)`).FindAllStringSubmatch(string(source), -1) {
			named++
			if !strings.Contains(css, `[data-c~="`+match[1]+`"]`) {
				t.Errorf("view/%s names the icon %q, which is not in web/icons.svg", file.Name(), match[1])
			}
		}
	}
	if named < 20 {
		t.Errorf("only %d icons found in app/view", named)
	}
}

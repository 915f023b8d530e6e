//go:build !js

package main

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// iconSize is the side of an icon in units of the picture that holds them all.
const iconSize = 16

// icons makes the style sheet of the icons: web/icons.svg as a picture in it, the
// place of each icon in that picture, and web/icons.css, which draws them.
func (b *builder) icons(ctx context.Context) error {
	picture, err := os.ReadFile(b.path("web", "icons.svg"))
	if err != nil {
		return err
	}
	names, err := iconNames(picture)
	if err != nil {
		return fmt.Errorf("web/icons.svg: %w", err)
	}
	rules, err := os.ReadFile(b.path("web", "icons.css"))
	if err != nil {
		return err
	}
	source := b.path("web", "build", "icons.css")
	if err := os.MkdirAll(filepath.Dir(source), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(source, []byte(iconPlaces(picture, names)+string(rules)), 0o644); err != nil {
		return err
	}
	return b.esbuild(ctx, source, filepath.Join(b.out, site.icons))
}

// iconNames reads the names in the order of the picture, and checks that each
// icon lies where its number says.
func iconNames(picture []byte) ([]string, error) {
	var svg struct {
		ViewBox string `xml:"viewBox,attr"`
		Icons   []struct {
			ID        string `xml:"id,attr"`
			Transform string `xml:"transform,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal(picture, &svg); err != nil {
		return nil, err
	}
	var names []string
	for i, icon := range svg.Icons {
		if want := fmt.Sprintf("translate(0 %d)", iconSize*i); icon.ID == "" || icon.Transform != want {
			return nil, fmt.Errorf("icon %d is %q with transform %q; expected an id and %q", i+1, icon.ID, icon.Transform, want)
		}
		names = append(names, icon.ID)
	}
	if want := fmt.Sprintf("0 0 %d %d", iconSize, iconSize*len(names)); len(names) < 2 || svg.ViewBox != want {
		return nil, fmt.Errorf("the viewBox is %q with %d icons; expected at least 2, and %q", svg.ViewBox, len(names), want)
	}
	return names, nil
}

// iconPlaces writes what icons.css draws with. The place of a picture is given
// in per cent of what it is larger than its box, so the last icon is at 100 %.
func iconPlaces(picture []byte, names []string) string {
	_, drawing, _ := strings.Cut(string(picture), "-->") // without the note at its head
	drawing = strings.Join(strings.Fields(drawing), " ")
	var css strings.Builder
	fmt.Fprintf(&css, "[data-c~=\"icon\"], .prop:empty::after { --icons: url(\"data:image/svg+xml,%s\"); --icons-height: %d%%; --icon-step: %.6f%%; }\n",
		url.PathEscape(drawing), 100*len(names), 100/float64(len(names)-1))
	for i, name := range names {
		selector := fmt.Sprintf("[data-c~=%q]", name)
		if factor, ok := strings.CutPrefix(name, "factor-"); ok {
			selector += fmt.Sprintf(", .prop[data-factor=%q]", factor)
		}
		fmt.Fprintf(&css, "%s { --icon: %d; }\n", selector, i)
	}
	return css.String()
}

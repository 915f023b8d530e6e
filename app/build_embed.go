//go:build !js

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/app/view"
)

// embedFolder holds the pages that stand in somebody else's page: one for each
// lesson, with its outcome in it, and one for a scenario that is not known yet.
const embedFolder = "embed"

// embedDocuments makes the pages for embeds from those of the lessons.
func embedDocuments(lessons []document) []document {
	list := []document{emptyEmbed()}
	for _, d := range lessons {
		if strings.HasPrefix(d.path, "lessons/") {
			list = append(list, embedDocument(d.played))
		}
	}
	return list
}

// embedDocument is the page of a played lesson for embeds. Without scripts it
// can be read; with them it waits until the reader comes near.
func embedDocument(model play.Model) document {
	model.Embed.On = true
	path := embedFolder + "/" + model.Lesson + "/index.html"
	model.Base = baseOf(path)
	return document{
		path:        path,
		title:       model.Scenario.Title + ": MFA Playground",
		description: firstSentence(model.Scenario.Story),
		body:        app.HTMLString(view.Page(model, func(play.Msg) {})),
		program:     true,
		embed:       true,
	}
}

// emptyEmbed is the page of an embed whose scenario is in its address.
func emptyEmbed() document {
	const path = embedFolder + "/index.html"
	return document{
		path:        path,
		title:       "A scenario: MFA Playground",
		description: "A scenario of the MFA Playground, played in the page.",
		body: fmt.Sprintf("<div class=\"app embed\" data-lesson=\"\" data-base=\"%s\"><main class=\"parts\">"+
			"<p class=\"embed-waits\">The scenario is played here as soon as the playground has loaded.</p></main></div>",
			baseOf(path)),
		program: true,
		embed:   true,
	}
}

// pack writes the scripts that hold the program and the script engine, and those
// of the search. They are loaded only where a page is cut off from its own origin
// by a sandbox: there scripts still load from any host, other files only from
// hosts that allow it, and a Worker from no address of any host.
func (b *builder) pack(context.Context) error {
	for pack, files := range map[string][]string{
		site.packed:     {site.app, site.worker, site.quickjs, site.prelude},
		site.packedSeek: {site.seek, site.seekWorker},
	} {
		if err := b.packOne(pack, files); err != nil {
			return err
		}
	}
	return nil
}

// packOne writes one of them.
func (b *builder) packOne(pack string, names []string) error {
	level := gzipLevel
	if b.fast {
		level = gzip.BestSpeed
	}
	files := map[string]string{}
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(b.out, name))
		if err != nil {
			return err
		}
		var packed bytes.Buffer
		w, err := gzip.NewWriterLevel(&packed, level)
		if err != nil {
			return err
		}
		if _, err := w.Write(content); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		files[name] = base64.StdEncoding.EncodeToString(packed.Bytes())
	}
	list, err := json.Marshal(files)
	if err != nil {
		return err
	}
	return b.write(pack, []byte("mfaFrame.unpack("+string(list)+")\n"))
}

//go:build !js

package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mfaplayground/app/play"
	"mfaplayground/app/view"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/scenario/lessons"
	"mfaplayground/engine/script"
)

// lessonPages plays every lesson and draws its page with the result in it. The
// first lesson is the site's own first page as well.
func (b *builder) lessonPages(ctx context.Context) ([]document, error) {
	sandbox, err := script.NewNative(ctx)
	if err != nil {
		return nil, err
	}
	defer sandbox.Close()
	lessons := bundledLessons()
	var documents []document
	for i, lesson := range lessons {
		paths := []string{"lessons/" + lesson.Slug + "/index.html"}
		if i == 0 {
			paths = append(paths, "index.html")
		}
		for _, path := range paths {
			d, err := lessonPage(ctx, lessons, lesson, path, sandbox)
			if err != nil {
				return nil, fmt.Errorf("lesson %s: %w", lesson.Slug, err)
			}
			documents = append(documents, d)
		}
	}
	return documents, nil
}

// lessonPage plays one lesson exactly as the page does when it opens, and
// returns what the page then shows. A lesson that does not end as it promises
// is not published.
func lessonPage(ctx context.Context, lessons []play.Lesson, lesson play.Lesson, path string, sandbox script.Sandbox) (document, error) {
	model, commands := play.New(lessons, lesson.Slug, baseOf(path))
	if model.Problem != "" {
		return document{}, fmt.Errorf("%s", model.Problem)
	}
	for _, command := range commands {
		replay, ok := command.(play.Replay)
		if !ok {
			continue
		}
		result, err := scenario.Run(ctx, replay.Scenario, sandbox)
		if err != nil {
			return document{}, err
		}
		if failed := result.Failed(); len(failed) > 0 {
			return document{}, fmt.Errorf("%s", failureText(replay.Scenario, failed[0]))
		}
		model, _ = play.Update(model, play.Replayed{Sequence: replay.Sequence, Scenario: replay.Scenario, Result: result})
	}
	verdicts, err := model.Guide.Lesson.JudgeAll(ctx, model.Scenario, sandbox)
	if err != nil {
		return document{}, err
	}
	model.Guide.Verdicts, model.Guide.Judged = verdicts, model.Scenario.Print()
	if len(model.Result.Frames) == 0 {
		return document{}, fmt.Errorf("nothing was played; expected a frame for each step")
	}
	return document{
		path:        path,
		title:       model.Scenario.Title + " MFA Playground",
		description: cmp.Or(model.Guide.Lesson.Answer, firstSentence(model.Scenario.Story)),
		body:        app.HTMLString(view.Page(model, func(play.Msg) {})),
		program:     true,
		played:      model,
	}, nil
}

// lessonText is the file of a built-in lesson.
func lessonText(slug string) string { return lessons.Text(slug) }

// firstSentence returns what a search engine shows below the title.
func firstSentence(story string) string {
	text := strings.Join(strings.Fields(story), " ")
	if end := strings.Index(text, ". "); end >= 0 {
		return text[:end+1]
	}
	return text
}

//go:build !js

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/url"
	"strings"

	"mfaplayground/app/play"
	"mfaplayground/engine"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// shareCommand prints the link that opens a scenario file in the page.
func shareCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("share", flag.ContinueOnError)
	flags.SetOutput(stderr)
	base := flags.String("base", "http://127.0.0.1:8080/", "`ADDRESS` of the site that the link opens")
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	if flags.NArg() != 1 {
		fmt.Fprintf(stderr, "share: %d files given; expected share [-base ADDRESS] FILE\n", flags.NArg())
		return exitUsage
	}
	site, err := url.Parse(*base)
	if err != nil || site.Scheme != "http" && site.Scheme != "https" || site.Host == "" {
		fmt.Fprintf(stderr, "share: -base %q is no address of a site; expected one such as https://example.com/playground/\n", *base)
		return exitUsage
	}
	s := readFile(flags.Arg(0), stderr)
	if s == nil {
		return exitUsage
	}
	link, err := linkOf(ctx, s, site)
	if err != nil {
		fmt.Fprintf(stderr, "share: %v\n", err)
		return exitFailed
	}
	fmt.Fprintln(stdout, link)
	return exitOK
}

// linkOf plays a scenario and returns the link that claims the outcome.
func linkOf(ctx context.Context, s *scenario.Scenario, site *url.URL) (string, error) {
	sandbox, err := script.NewNative(ctx)
	if err != nil {
		return "", err
	}
	defer sandbox.Close()
	result, err := scenario.Run(ctx, s, sandbox)
	if err != nil {
		return "", err
	}
	code, err := scenario.Encode(s, "")
	if err != nil {
		return "", err
	}
	site.Fragment, site.RawFragment = "", ""
	return strings.TrimSuffix(site.String(), "#") + "#s=" + code + "&" + play.ClaimKey + "=" + engine.Version + "." + scenario.Digest(result.Frames), nil
}

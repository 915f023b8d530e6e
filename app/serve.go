//go:build !js

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// portsTried is how many ports after the wanted one are tried when it is taken.
const portsTried = 20

// serveCommand serves the site until it is interrupted.
func serveCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8080", "`HOST:PORT` to listen on; a taken port is passed over for the next free one")
	dir := flags.String("dir", defaultSite, "`DIR` of the site; built first when it is missing")
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "serve: unexpected argument %q\n", flags.Arg(0))
		return exitUsage
	}
	if _, err := os.Stat(filepath.Join(*dir, "index.html")); errors.Is(err, os.ErrNotExist) {
		fmt.Fprintf(stdout, "There is no site in %s yet; building it.\n", *dir)
		if code := buildCommand(ctx, []string{"-fast", "-o", *dir}, stdout, stderr); code != exitOK {
			return code
		}
	}
	listener, err := listen(*addr, stderr)
	if err != nil {
		fmt.Fprintf(stderr, "serve: %v\n", err)
		return exitFailed
	}
	fmt.Fprintf(stdout, "The MFA Playground is at http://%s/ (Ctrl-C ends it)\n", listener.Addr())
	if err := serve(ctx, listener, siteHandler(*dir)); err != nil {
		fmt.Fprintf(stderr, "serve: %v\n", err)
		return exitFailed
	}
	return exitOK
}

// listen opens the wanted address. When its port is taken the next free one is
// used instead, and said so.
func listen(addr string, stderr io.Writer) (net.Listener, error) {
	host, portText, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("address %q: expected HOST:PORT, such as 127.0.0.1:8080", addr)
	}
	port, err := strconv.Atoi(portText)
	if err != nil || port < 0 || port > 65535 {
		return nil, fmt.Errorf("address %q: port %q is not a number from 0 to 65535", addr, portText)
	}
	first, err := net.Listen("tcp", addr)
	if err == nil || port == 0 {
		return first, err
	}
	for next := port + 1; next <= min(port+portsTried, 65535); next++ {
		listener, nextErr := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(next)))
		if nextErr == nil {
			fmt.Fprintf(stderr, "Port %d cannot be used (%v); using %d.\n", port, err, next)
			return listener, nil
		}
	}
	return nil, fmt.Errorf("neither port %d nor the %d after it can be used: %w", port, portsTried, err)
}

// serve answers requests until ctx ends.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	// Requests under way get a moment to finish.
	grace, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = server.Shutdown(grace)
	return nil
}

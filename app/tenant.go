//go:build !js

package main

import (
	"context"
	"crypto/tls"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"mfaplayground/app/live"
	"mfaplayground/engine/scenario"
	"mfaplayground/engine/script"
)

// tenantCommand serves the tenant of a scenario to real programs, on this
// machine only, until it is interrupted.
func tenantCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("tenant", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8090", "loopback `HOST:PORT` to listen on")
	cert := flags.String("cert", "", "serve HTTPS with a certificate made for this run, and write it to `FILE` for clients to trust")
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	if flags.NArg() > 1 {
		fmt.Fprintf(stderr, "tenant: unexpected argument %q; expected tenant [-addr HOST:PORT] [-cert FILE] [FILE]\n", flags.Arg(1))
		return exitUsage
	}
	if !live.Loopback(*addr) {
		fmt.Fprintf(stderr, "tenant: address %q: expected one of this machine alone, such as 127.0.0.1:8090: anybody may sign in as anybody here\n", *addr)
		return exitUsage
	}
	s, err := scenarioOf(flags.Arg(0))
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitUsage
	}
	if err := serveTenant(ctx, s, *addr, *cert, stdout); err != nil {
		fmt.Fprintf(stderr, "tenant: %v\n", err)
		return exitFailed
	}
	return exitOK
}

// scenarioOf reads a scenario file; without a name it is the first lesson.
func scenarioOf(name string) (*scenario.Scenario, error) {
	if name == "" {
		return scenario.Lessons()[0].Scenario(), nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("tenant: %w; expected a scenario file", err)
	}
	return scenario.Parse(name, string(text))
}

// serveTenant listens, says where, and answers until ctx ends.
func serveTenant(ctx context.Context, s *scenario.Scenario, addr, cert string, stdout io.Writer) error {
	sandbox, err := script.NewNative(ctx)
	if err != nil {
		return err
	}
	defer sandbox.Close()
	// A port that is taken is not passed over: the address is the issuer, and
	// clients are configured with it.
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	origin := "http://" + listener.Addr().String()
	if host, _, _ := net.SplitHostPort(addr); host == "localhost" {
		_, port, _ := net.SplitHostPort(listener.Addr().String())
		origin = "http://localhost:" + port
	}
	if cert != "" {
		origin = strings.Replace(origin, "http:", "https:", 1)
		pair, err := certificate(cert, time.Now())
		if err != nil {
			listener.Close()
			return err
		}
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{pair}})
	}
	tenant, err := live.New(ctx, s.Setup, origin, sandbox, time.Now)
	if err != nil {
		listener.Close()
		return err
	}
	defer tenant.Close()
	fmt.Fprintf(stdout, "The tenant of %q answers at %s/ (Ctrl-C ends it)\n", s.Title, origin)
	for _, app := range s.Setup.Tenant.Apps {
		fmt.Fprintf(stdout, "  client_id %s (%s)\n", app.ID, app.Type)
	}
	return serve(ctx, listener, tenant)
}

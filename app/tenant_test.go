//go:build !js

package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestTenantCommandLine(t *testing.T) {
	for _, c := range []struct {
		args   []string
		code   int
		stderr string
	}{
		{[]string{"-addr", ":8090"}, exitUsage, "expected one of this machine alone"},
		{[]string{"-addr", "0.0.0.0:8090"}, exitUsage, "expected one of this machine alone"},
		{[]string{"-addr", "192.0.2.1:8090"}, exitUsage, "expected one of this machine alone"},
		{[]string{"-addr", "127.0.0.1:none"}, exitFailed, "tenant: "},
		{[]string{"a.txtar", "b.txtar"}, exitUsage, `unexpected argument "b.txtar"`},
		{[]string{"no/such.txtar"}, exitUsage, "expected a scenario file"},
		{[]string{scenarioFile(t, "nonsense")}, exitUsage, ":1:9: the file"},
	} {
		code, _, stderr := said(t, append([]string{"tenant"}, c.args...)...)
		if code != c.code || !strings.Contains(stderr, c.stderr) {
			t.Errorf("tenant %q exits with %d, %q; expected %d, %q", c.args, code, stderr, c.code, c.stderr)
		}
	}
}

// TestTenantServes starts the command and asks it who it is: over plain HTTP,
// and over HTTPS with the certificate that it wrote.
func TestTenantServes(t *testing.T) {
	cert := filepath.Join(t.TempDir(), "tenant.pem")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-addr", "127.0.0.1:0"}, `http://127\.0\.0\.1:\d+`},
		{[]string{"-addr", "localhost:0", "-cert", cert, scenarioFile(t, small)}, `https://localhost:\d+`},
	} {
		ctx, stop := context.WithCancel(t.Context())
		out, in := io.Pipe()
		ended := make(chan int, 1)
		go func() {
			ended <- dispatch(ctx, append([]string{"tenant"}, c.args...), in, io.Discard)
			in.Close()
		}()
		reader := bufio.NewReader(out)
		line, err := reader.ReadString('\n')
		if err != nil {
			t.Fatalf("tenant %q says nothing, and exits with %d", c.args, <-ended)
		}
		go io.Copy(io.Discard, reader)
		origin := regexp.MustCompile(c.want).FindString(line)
		if about := announced(t, origin, cert); about["issuer"] != origin+"/" {
			t.Errorf("tenant %q says %q and announces the issuer %v", c.args, line, about["issuer"])
		}
		stop()
		if code := <-ended; code != exitOK {
			t.Errorf("tenant %q exits with %d", c.args, code)
		}
	}
}

// announced fetches the discovery document, trusting the certificate in a file.
func announced(t *testing.T, origin, cert string) map[string]any {
	t.Helper()
	pool := x509.NewCertPool()
	if text, err := os.ReadFile(cert); err == nil {
		pool.AppendCertsFromPEM(text)
	}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}}
	resp, err := client.Get(origin + "/.well-known/openid-configuration")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var about map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&about); err != nil {
		t.Fatal(err)
	}
	return about
}

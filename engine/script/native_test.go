package script

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestEngineMissing checks that a checkout without its npm packages says what
// to do.
func TestEngineMissing(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	_, err := NewNative(context.Background())
	if err == nil || !strings.Contains(err.Error(), "make deps") || !strings.Contains(err.Error(), wasmPath) {
		t.Errorf("got %v: expected the missing file and make deps", err)
	}
}

// TestEngineOfTheProgram checks that a program which is called elsewhere takes
// the engine of the checkout that it lies in.
func TestEngineOfTheProgram(t *testing.T) {
	checkout, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	if code, err := findEngine(t.TempDir(), checkout); err != nil || len(code) == 0 {
		t.Errorf("got %d bytes, %v: expected the engine of the second folder", len(code), err)
	}
}

// TestContainersAreApart checks that containers share nothing, also when their
// machines are used again.
func TestContainersAreApart(t *testing.T) {
	host := newHost(t)
	const code = `function (user, context, callback) {
  global.n = (global.n || 0) + 1;
  Object.prototype.leak = 1;
  console.log(n);
  callback(null);
}`
	a, b := openRule(t, host, code), openRule(t, host, code)
	for _, c := range []struct {
		container *nativeContainer
		want      string
	}{{a, "1"}, {b, "1"}, {a, "2"}} {
		if got := runLine(t, c.container); got != c.want {
			t.Errorf("console says %s: expected %s", got, c.want)
		}
	}
	a.Close()
	b.Close()
	again := openRule(t, host, code)
	defer again.Close()
	if got := runLine(t, again); got != "1" {
		t.Errorf("a new container says %s: expected 1", got)
	}
}

func runLine(t *testing.T, c *nativeContainer) string {
	t.Helper()
	verdict, err := c.Run(context.Background(), baseJob(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(verdict.Console) != 1 {
		t.Fatalf("console %v: expected one line", verdict.Console)
	}
	return verdict.Console[0].Text
}

// TestParallelContainers checks that several goroutines may use one host.
func TestParallelContainers(t *testing.T) {
	host := newHost(t)
	job := baseJob(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 5 {
				c := openRule(t, host, displayRule)
				verdict, err := c.Run(context.Background(), job)
				if err != nil || verdict.Rule == nil || verdict.Rule.Line != 5 {
					t.Errorf("got %v, %v: expected a directive of line 5", verdict.Rule, err)
				}
				c.Close()
			}
		})
	}
	group.Wait()
}

// TestCancel checks that a cancelled context ends a running script at once, and
// that the container can still be used.
func TestCancel(t *testing.T) {
	host := newHost(t)
	c := openRule(t, host, `function (user, context, callback) {
  if (context.protocol === 'samlp') for (;;) {}
  callback(null);
}`)
	defer c.Close()
	job := baseJob(t)
	job.Protocol = "samlp"
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if _, err := c.Run(ctx, job); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v: expected the context's error", err)
	}
	job.Protocol = "oidc-basic-profile"
	if verdict, err := c.Run(context.Background(), job); err != nil || verdict.Stop != nil {
		t.Errorf("after that %+v, %v: expected no stop", verdict.Stop, err)
	}
}

// TestSameBytes checks that a run has the same bytes in a fresh container, in
// one opened over a used machine, and in another host.
func TestSameBytes(t *testing.T) {
	job := EncodeJob(baseJob(t))
	const code = `function (user, context, callback) { for (let i = 0; ; i++) user.email.indexOf('x' + i); }`
	run := func(host *Native) string {
		c := openRule(t, host, code)
		defer c.Close()
		text, err := c.runText(context.Background(), job, 0)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	host := newHost(t)
	first := run(host)
	if !strings.Contains(first, `"timed-out"`) {
		t.Fatalf("got %s: expected timed-out", first)
	}
	if second, third := run(host), run(newHost(t)); second != first || third != first {
		t.Errorf("three runs differ:\n%s\n%s\n%s", first, second, third)
	}
}

// TestCutShort checks the verdicts that hosts make themselves.
func TestCutShort(t *testing.T) {
	one := Program{Rules: []Source{{Name: "mfa"}}}
	two := Program{Rules: one.Rules, Actions: []Source{{Name: "act"}}}
	if v := OutOfTime(one); v.Stop.Script != "mfa" || v.Stop.Reason != TimedOut || v.Stop.Error != "access_denied" {
		t.Errorf("got %+v: expected rule mfa to have timed out", v.Stop)
	}
	if v := Crashed(two); v.Stop.Script != "" || v.Stop.Reason != Threw || len(v.Runs) != 2 {
		t.Errorf("got %+v: expected no script by name and two runs", v)
	}
}

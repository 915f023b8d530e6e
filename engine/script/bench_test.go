package script

import (
	"context"
	"testing"
)

// displayRule is the rule of the first lesson.
const displayRule = `function mfa(user, context, callback) {
  if (context.clientMetadata.device_type === 'display' && context.protocol === 'oauth2-refresh-token') {
    return callback(null, user, context);
  }
  context.multifactor = { provider: 'any', allowRememberBrowser: false };
  callback(null, user, context);
}`

func openRule(tb testing.TB, host *Native, code string) *nativeContainer {
	tb.Helper()
	c, err := host.Open(context.Background(), Program{Rules: []Source{{Name: "mfa", Code: code}}})
	if err != nil {
		tb.Fatal(err)
	}
	return c.(*nativeContainer)
}

// BenchmarkRule is one run of one rule in a container that is already warm.
func BenchmarkRule(b *testing.B) {
	host := newHost(b)
	c := openRule(b, host, displayRule)
	defer c.Close()
	job := baseJob(b)
	for b.Loop() {
		if _, err := c.Run(context.Background(), job); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen is a fresh container, opened and closed.
func BenchmarkOpen(b *testing.B) {
	host := newHost(b)
	for b.Loop() {
		openRule(b, host, displayRule).Close()
	}
}

// BenchmarkFirstRun is a fresh container with its first run, which compiles the
// rule.
func BenchmarkFirstRun(b *testing.B) {
	host := newHost(b)
	job := baseJob(b)
	for b.Loop() {
		c := openRule(b, host, displayRule)
		if _, err := c.Run(context.Background(), job); err != nil {
			b.Fatal(err)
		}
		c.Close()
	}
}

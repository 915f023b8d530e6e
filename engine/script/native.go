//go:build !js

package script

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/tetratelabs/wazero"
)

// wasmPath is where the engine lies below the folder of a checkout.
const wasmPath = "web/node_modules/quickjs-wasi/quickjs.wasm"

// compiled keeps the machine code of the engine for the whole process: the
// first [NewNative] takes about 0.4 s, later ones a few milliseconds.
var compiled = wazero.NewCompilationCache()

// Native runs scripts outside a browser: the same quickjs.wasm and the same
// prelude as the page's Worker (web/script-vm.js, its twin), under wazero. It
// may be used by several goroutines; each container by one at a time.
type Native struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
	image   *image

	running atomic.Int32 // runs that have not returned

	mu   sync.Mutex
	idle []*machine
}

var _ Sandbox = (*Native)(nil)

// NewNative starts the native host. It reads quickjs.wasm from the npm folder of
// this repository, which it finds from the working directory upwards; when it
// is not there the error says how to get it. Close releases it.
func NewNative(ctx context.Context) (*Native, error) {
	code, err := readEngine()
	if err != nil {
		return nil, err
	}
	// WithCloseOnContextDone would let wazero end any code, but its checks make
	// every run three times as slow: see runText for what is done instead.
	config := wazero.NewRuntimeConfig().WithCompilationCache(compiled).WithMemoryLimitPages(memoryPages)
	n := &Native{runtime: wazero.NewRuntimeWithConfig(ctx, config)}
	if err := n.start(ctx, code); err != nil {
		n.Close()
		return nil, err
	}
	return n, nil
}

func (n *Native) start(ctx context.Context, code []byte) error {
	if err := provideImports(ctx, n.runtime); err != nil {
		return err
	}
	var err error
	if n.module, err = n.runtime.CompileModule(ctx, code); err != nil {
		return fmt.Errorf("script: compile %s: %w", wasmPath, err)
	}
	m, err := n.newMachine(ctx)
	if err != nil {
		return err
	}
	if err := m.boot(ctx, Prelude()); err != nil {
		return err
	}
	n.image = m.snapshot()
	n.idle = append(n.idle, m)
	return nil
}

// Close releases everything, also containers that are still open.
func (n *Native) Close() {
	if n.running.Load() > 0 {
		return // a run that could not be ended still uses the memory
	}
	// Nothing can be done about an error here, and nothing depends on it.
	_ = n.runtime.Close(context.Background())
}

// Open returns a fresh container for program.
func (n *Native) Open(ctx context.Context, program Program) (Container, error) {
	text, err := EncodeProgram(program)
	if err != nil {
		return nil, err
	}
	c := &nativeContainer{host: n, program: program, text: text}
	if c.machine, err = n.take(ctx, text); err != nil {
		return nil, err
	}
	return c, nil
}

// take returns a machine with the image restored and the program opened.
func (n *Native) take(ctx context.Context, program string) (*machine, error) {
	m := n.pop()
	if m == nil || !m.restore(n.image) {
		var err error
		if m, err = n.newMachine(ctx); err != nil {
			return nil, err
		}
		if !m.restore(n.image) {
			return nil, errors.New("script: a new machine has more memory than the image")
		}
	}
	ctx = withMachine(ctx, m)
	if _, err := m.drive(ctx, "open", m.text(ctx, program)); err != nil {
		return nil, err
	}
	return m, nil
}

func (n *Native) pop() *machine {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.idle) == 0 {
		return nil
	}
	m := n.idle[len(n.idle)-1]
	n.idle = n.idle[:len(n.idle)-1]
	return m
}

// give takes a machine back, unless enough are kept. One whose memory has grown
// is closed: memory cannot shrink, and its size would be seen.
func (n *Native) give(m *machine) {
	if m == nil {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if m.memory.Size() > n.image.size || len(n.idle) >= keptMachines {
		m.close()
		return
	}
	n.idle = append(n.idle, m)
}

// nativeContainer is a [Container]. Its machine is nil after a run that ended
// the container; the next run takes a new one, as the service does.
type nativeContainer struct {
	host    *Native
	program Program
	text    string
	machine *machine
}

// Run implements [Container].
func (c *nativeContainer) Run(ctx context.Context, job Job) (Verdict, error) {
	answer, err := c.runText(ctx, EncodeJob(job), job.NowMS)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return OutOfTime(c.program), nil
	}
	if errors.Is(err, ErrCrash) && ctx.Err() == nil {
		return Crashed(c.program), nil
	}
	if err != nil {
		return Verdict{}, err
	}
	return DecodeVerdict(answer)
}

// runText returns the verdict's own bytes. The error is the context's when the
// run was cancelled or the backstop ended it.
//
// A script is ended by the interrupt handler, which looks at the count and at
// the context. A single built-in operation that never asks the handler cannot
// be ended at all; it is left alone in its goroutine with its machine.
func (c *nativeContainer) runText(ctx context.Context, job string, now int64) (string, error) {
	m := c.machine
	c.machine = nil // a host error leaves the machine in no known state
	if m == nil {
		var err error
		if m, err = c.host.take(ctx, c.text); err != nil {
			return "", err
		}
	}
	bounded, cancel := context.WithTimeout(ctx, Backstop)
	defer cancel()
	type result struct {
		answer string
		err    error
	}
	done := make(chan result, 1)
	c.host.running.Add(1)
	go func() {
		defer c.host.running.Add(-1)
		answer, err := m.run(bounded, job, now)
		done <- result{answer, err}
	}()
	select {
	case <-bounded.Done():
		return "", bounded.Err()
	case r := <-done:
		return c.keep(m, r.answer, r.err)
	}
}

// keep decides what becomes of a machine after a run.
func (c *nativeContainer) keep(m *machine, answer string, err error) (string, error) {
	if err != nil {
		m.close()
		return "", err
	}
	if answer[0] == opFinished {
		c.host.give(m)
		return answer[1:], nil
	}
	c.machine = m
	return answer[1:], nil
}

// Close implements [Container].
func (c *nativeContainer) Close() {
	c.host.give(c.machine)
	c.machine = nil
}

// readEngine finds and reads quickjs.wasm: in the checkout in which the program
// is called, or else in the one in which it lies, so that a program built once
// can be called from anywhere.
func readEngine() ([]byte, error) {
	var starts []string
	if dir, err := os.Getwd(); err == nil {
		starts = append(starts, dir)
	}
	if program, err := os.Executable(); err == nil {
		starts = append(starts, filepath.Dir(program))
	}
	return findEngine(starts...)
}

// findEngine reads quickjs.wasm in the first of the folders, or above it, where
// it is installed.
func findEngine(folders ...string) ([]byte, error) {
	for _, dir := range folders {
		for {
			code, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(wasmPath)))
			if err == nil {
				return code, nil
			}
			if !errors.Is(err, os.ErrNotExist) {
				return nil, fmt.Errorf("script: read the script engine: %w", err)
			}
			up := filepath.Dir(dir)
			if up == dir {
				break
			}
			dir = up
		}
	}
	return nil, fmt.Errorf("script: the script engine is not installed: %s is neither below the working directory nor below "+
		"the program's, nor below a folder above them; run `make deps` in the playground's checkout and keep the program there", wasmPath)
}

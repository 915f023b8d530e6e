//go:build !js

package script

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// The limits of a machine: the same values stand in web/script-vm.js.
const (
	budgetTicks    = 200      // interrupts of one run: two million steps stand for 20 seconds
	jobsPerTick    = 100      // pending jobs that count as one interrupt
	memoryLimit    = 16 << 20 // bytes that scripts and prelude may hold
	finishBytes    = 8 << 20  // more of them to write down the last verdict
	stackLimit     = 96 << 10 // bytes of the C stack: about 380 nested calls
	gcThreshold    = 4 << 20  // bytes in use before cycles are collected: half the time of a run otherwise
	headroom       = 1 << 20  // bytes of free memory in the image
	keptRejections = 100      // unhandled rejections remembered between jobs
	keptMachines   = 4        // idle ones
	compileOnly    = 32       // JS_EVAL_FLAG_COMPILE_ONLY
	memoryPages    = 1024     // of 64 KiB: more than the engine ever asks for
	noBudget       = int(^uint(0) >> 1)
)

// What the prelude asks for (prelude/9-pipeline.js).
const (
	opEvaluate = 'E'
	opCompile  = 'C'
	opPump     = 'P'
	opVerdict  = 'V'
	opFinished = 'X'
)

// value is the address of a JavaScript value in the machine's memory.
type value = uint64

// machine is one instance of the engine.
type machine struct {
	module     api.Module
	memory     api.Memory
	stack      api.MutableGlobal
	functions  map[string]api.Function
	driver     value
	now        int64 // virtual time, epoch milliseconds
	ticks      int
	budget     int
	rejections []rejection
	err        error // the first failure of the host itself
}

// rejection is a rejected promise that nobody handles so far.
type rejection struct{ promise, reason value }

// image is a machine's memory after the prelude was evaluated.
type image struct {
	chunks []chunk // all that is not zero
	size   uint32
	stack  uint64
	driver value
}

type chunk struct {
	at    int
	bytes []byte
}

func (n *Native) newMachine(ctx context.Context) (*machine, error) {
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions()
	module, err := n.runtime.InstantiateModule(ctx, n.module, config)
	if err != nil {
		return nil, fmt.Errorf("script: start the script engine: %w", err)
	}
	stack, ok := module.ExportedGlobal("__stack_pointer").(api.MutableGlobal)
	if !ok {
		return nil, errors.New("script: the script engine exports no stack pointer: expected quickjs-wasi 3.6.2")
	}
	return &machine{
		module: module, memory: module.Memory(), stack: stack,
		functions: map[string]api.Function{}, budget: noBudget,
	}, nil
}

func (m *machine) close() { _ = m.module.Close(context.Background()) }

// call calls an export of the engine. The first failure is kept in m.err and
// makes all later calls do nothing.
func (m *machine) call(ctx context.Context, name string, args ...uint64) uint64 {
	if m.err != nil {
		return 0
	}
	f := m.functions[name]
	if f == nil {
		if f = m.module.ExportedFunction(name); f == nil {
			m.err = fmt.Errorf("script: the script engine has no function %s: expected quickjs-wasi 3.6.2", name)
			return 0
		}
		m.functions[name] = f
	}
	stack := [6]uint64{}
	copy(stack[:], args)
	if err := f.CallWithStack(ctx, stack[:]); err != nil {
		m.err = fmt.Errorf("%w in %s: %w", ErrCrash, name, err)
		return 0
	}
	return stack[0]
}

// boot starts the engine and evaluates the prelude, whose value is drive.
func (m *machine) boot(ctx context.Context, prelude string) error {
	ctx = withMachine(ctx, m)
	m.call(ctx, "_initialize")
	m.call(ctx, "qjs_init")
	m.call(ctx, "qjs_set_memory_limit", memoryLimit)
	m.call(ctx, "qjs_set_max_stack_size", stackLimit)
	m.call(ctx, "qjs_set_gc_threshold", gcThreshold)
	m.driver = m.evaluate(ctx, prelude, "prelude", 0)
	if m.call(ctx, "qjs_is_exception", m.driver) != 0 {
		return fmt.Errorf("script: the prelude does not run: %s", m.read(ctx, m.call(ctx, "qjs_get_exception")))
	}
	m.call(ctx, "qjs_set_interrupt_handler", 1)
	m.call(ctx, "qjs_set_promise_rejection_handler", 1)
	m.call(ctx, "wasm_free", m.call(ctx, "wasm_malloc", headroom))
	return m.err
}

// snapshot returns the machine's state, to be restored into any machine.
func (m *machine) snapshot() *image {
	const page = 4096
	size := m.memory.Size()
	memory, _ := m.memory.Read(0, size)
	im := &image{size: size, stack: m.stack.Get(), driver: m.driver}
	for at := 0; at < len(memory); at += page {
		block := memory[at:min(at+page, len(memory))]
		if isZero(block) {
			continue
		}
		if last := len(im.chunks) - 1; last >= 0 && im.chunks[last].at+len(im.chunks[last].bytes) == at {
			im.chunks[last].bytes = append(im.chunks[last].bytes, block...)
			continue
		}
		im.chunks = append(im.chunks, chunk{at, append([]byte(nil), block...)})
	}
	return im
}

func isZero(block []byte) bool {
	for _, b := range block {
		if b != 0 {
			return false
		}
	}
	return true
}

// restore puts the machine back to an image; false when its memory has grown.
func (m *machine) restore(im *image) bool {
	if m.memory.Size() > im.size {
		return false
	}
	if missing := im.size - m.memory.Size(); missing > 0 {
		if _, ok := m.memory.Grow(missing >> 16); !ok {
			return false
		}
	}
	memory, _ := m.memory.Read(0, im.size)
	end := 0
	for _, c := range im.chunks {
		clear(memory[end:c.at])
		end = c.at + copy(memory[c.at:], c.bytes)
	}
	clear(memory[end:])
	m.stack.Set(im.stack)
	m.driver = im.driver
	m.rejections = nil
	m.ticks = 0
	m.budget = budgetTicks
	return true
}

// write copies a text into the machine, with a zero behind it.
func (m *machine) write(ctx context.Context, text string) (at, length uint64) {
	at = m.call(ctx, "wasm_malloc", uint64(len(text)+1))
	if at == 0 && m.err == nil {
		m.err = errors.New("script: no memory left for the host")
	}
	if m.err != nil {
		return 0, 0
	}
	m.memory.WriteString(uint32(at), text)
	m.memory.WriteByte(uint32(at)+uint32(len(text)), 0)
	return at, uint64(len(text))
}

// text makes a JavaScript string.
func (m *machine) text(ctx context.Context, text string) value {
	at, length := m.write(ctx, text)
	v := m.call(ctx, "qjs_new_string", at, length)
	m.call(ctx, "wasm_free", at)
	return v
}

// read returns a value as text and frees it.
func (m *machine) read(ctx context.Context, v value) string {
	out := m.call(ctx, "wasm_malloc", 4)
	at := m.call(ctx, "qjs_get_string_len", v, out)
	length, _ := m.memory.ReadUint32Le(uint32(out))
	var text string
	if at != 0 {
		bytes, _ := m.memory.Read(uint32(at), length)
		text = string(bytes)
		m.call(ctx, "qjs_free_cstring", at)
	}
	m.call(ctx, "wasm_free", out)
	m.call(ctx, "qjs_free_value", v)
	return text
}

func (m *machine) evaluate(ctx context.Context, code, file string, flags uint64) value {
	codeAt, length := m.write(ctx, code)
	fileAt, _ := m.write(ctx, file)
	v := m.call(ctx, "qjs_eval", codeAt, length, fileAt, flags)
	m.call(ctx, "wasm_free", codeAt)
	m.call(ctx, "wasm_free", fileAt)
	return v
}

func (m *machine) spent() bool { return m.ticks > m.budget }

// drive calls the prelude and returns its answer. It frees v.
func (m *machine) drive(ctx context.Context, kind string, v value) (string, error) {
	kindValue := m.text(ctx, kind)
	self := m.call(ctx, "qjs_get_undefined")
	args := m.call(ctx, "wasm_malloc", 8)
	m.memory.WriteUint32Le(uint32(args), uint32(kindValue))
	m.memory.WriteUint32Le(uint32(args)+4, uint32(v))
	result := m.call(ctx, "qjs_call", m.driver, self, 2, args)
	m.call(ctx, "wasm_free", args)
	m.call(ctx, "qjs_free_value", self)
	m.call(ctx, "qjs_free_value", kindValue)
	m.call(ctx, "qjs_free_value", v)
	if m.call(ctx, "qjs_is_exception", result) != 0 {
		m.call(ctx, "qjs_free_value", result)
		return m.finish(ctx, m.call(ctx, "qjs_get_exception"))
	}
	answer := m.read(ctx, result)
	if m.err != nil {
		return "", m.err
	}
	if m.spent() {
		return m.finish(ctx, m.call(ctx, "qjs_get_undefined"))
	}
	return answer, nil
}

// finish asks for the last verdict after a run was cut short by an exception.
func (m *machine) finish(ctx context.Context, exception value) (string, error) {
	kind := "crash"
	if m.spent() {
		kind = "spent"
	}
	if m.err != nil {
		return "", m.err
	}
	if m.budget == noBudget {
		return "", fmt.Errorf("script: the prelude failed twice: %s", m.read(ctx, exception))
	}
	m.budget = noBudget
	m.call(ctx, "qjs_set_memory_limit", memoryLimit+finishBytes)
	return m.drive(ctx, kind, exception)
}

// load does opEvaluate and opCompile: file name, line feed, code.
func (m *machine) load(ctx context.Context, order string, flags uint64) (string, error) {
	file, code, _ := strings.Cut(order, "\n")
	kind, v := "value", m.evaluate(ctx, code, file, flags)
	if m.call(ctx, "qjs_is_exception", v) != 0 {
		m.call(ctx, "qjs_free_value", v)
		kind, v = "error", m.call(ctx, "qjs_get_exception")
	}
	if m.spent() {
		return m.finish(ctx, v)
	}
	return m.drive(ctx, kind, v)
}

// pump does opPump: pending jobs until none is left.
func (m *machine) pump(ctx context.Context, now int64) (string, error) {
	m.now = now
	for jobs := 1; m.call(ctx, "qjs_is_job_pending") != 0; jobs++ {
		result := int32(m.call(ctx, "qjs_execute_pending_job"))
		if jobs%jobsPerTick == 0 {
			m.ticks++
		}
		if result >= 0 && !m.spent() {
			continue
		}
		exception := "qjs_get_undefined"
		if result < 0 {
			exception = "qjs_get_exception"
		}
		answer, err := m.reject(ctx, m.call(ctx, exception))
		if err != nil || answer != "" {
			return answer, err
		}
	}
	for len(m.rejections) > 0 {
		reason := m.rejections[0].reason
		m.rejections = m.rejections[1:]
		answer, err := m.drive(ctx, "rejection", reason)
		if err != nil || answer != "" {
			return answer, err
		}
	}
	return m.drive(ctx, "idle", m.call(ctx, "qjs_get_undefined"))
}

func (m *machine) reject(ctx context.Context, exception value) (string, error) {
	if m.spent() {
		return m.finish(ctx, exception)
	}
	return m.drive(ctx, "rejection", exception)
}

// run does one job and returns the final answer: opVerdict or opFinished, and
// the verdict as JSON.
func (m *machine) run(ctx context.Context, job string, now int64) (string, error) {
	m.ticks = 0
	m.now = now
	ctx = withMachine(ctx, m)
	answer, err := m.drive(ctx, "run", m.text(ctx, job))
	for err == nil {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		if answer == "" {
			return "", errors.New("script: the prelude gave no answer")
		}
		order := answer[1:]
		switch answer[0] {
		case opEvaluate:
			answer, err = m.load(ctx, order, 0)
		case opCompile:
			answer, err = m.load(ctx, order, compileOnly)
		case opPump:
			now, parseErr := strconv.ParseInt(order, 10, 64)
			if parseErr != nil {
				return "", fmt.Errorf("script: the prelude asks for the time %q: expected milliseconds", order)
			}
			answer, err = m.pump(ctx, now)
		case opVerdict, opFinished:
			return answer, nil
		default:
			return "", fmt.Errorf("script: the prelude failed: %s", order)
		}
	}
	return "", err
}

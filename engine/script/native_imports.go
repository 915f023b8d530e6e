//go:build !js

package script

import (
	"context"
	"fmt"
	"slices"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// errnoBadFile is WASI's EBADF: there are no files.
const errnoBadFile = 8

// randomByte is what the engine gets for random bytes; scripts draw theirs
// from the job's seed.
const randomByte = 7

type machineKey struct{}

// withMachine tells the imports below which machine is calling them.
func withMachine(ctx context.Context, m *machine) context.Context {
	return context.WithValue(ctx, machineKey{}, m)
}

func machineOf(ctx context.Context) *machine { return ctx.Value(machineKey{}).(*machine) }

// provideImports defines what the engine imports: the virtual clock, the count
// of interrupts, and otherwise nothing that does anything.
func provideImports(ctx context.Context, r wazero.Runtime) error {
	const i32, i64 = api.ValueTypeI32, api.ValueTypeI64
	constant := func(result uint64) api.GoModuleFunc {
		return func(_ context.Context, _ api.Module, stack []uint64) { stack[0] = result }
	}
	env := r.NewHostModuleBuilder("env")
	export(env, "host_call", constant(0), 5, i32, i32)
	export(env, "host_interrupt", interrupt, 0, i32, i32)
	export(env, "host_promise_rejection", rejected, 3, i32)
	export(env, "host_module_normalize", constant(0), 2, i32, i32)
	export(env, "host_module_load", constant(0), 2, i32, i32)
	export(env, "host_get_timezone_offset", constant(0), 2, i32, i32)
	if _, err := env.Instantiate(ctx); err != nil {
		return fmt.Errorf("script: provide the engine's host functions: %w", err)
	}
	wasi := r.NewHostModuleBuilder("wasi_snapshot_preview1")
	wasi.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(clockTime), []api.ValueType{i32, i64, i32}, []api.ValueType{i32}).Export("clock_time_get")
	wasi.NewFunctionBuilder().WithGoModuleFunction(constant(errnoBadFile), []api.ValueType{i32, i64, i32, i32}, []api.ValueType{i32}).Export("fd_seek")
	export(wasi, "fd_close", constant(errnoBadFile), 1, i32, i32)
	export(wasi, "fd_fdstat_get", constant(errnoBadFile), 2, i32, i32)
	export(wasi, "fd_write", constant(errnoBadFile), 4, i32, i32)
	export(wasi, "random_get", randomBytes, 2, i32, i32)
	if _, err := wasi.Instantiate(ctx); err != nil {
		return fmt.Errorf("script: provide the engine's system functions: %w", err)
	}
	return nil
}

// export defines a function with a number of parameters of one type.
func export(b wazero.HostModuleBuilder, name string, f api.GoModuleFunc, params int, param api.ValueType, results ...api.ValueType) {
	types := slices.Repeat([]api.ValueType{param}, params)
	b.NewFunctionBuilder().WithGoModuleFunction(f, types, results).Export(name)
}

// interrupt is asked from time to time whether the script shall stop.
func interrupt(ctx context.Context, _ api.Module, stack []uint64) {
	m := machineOf(ctx)
	m.ticks++
	stack[0] = 0
	if m.spent() || ctx.Err() != nil {
		stack[0] = 1
	}
}

// rejected is told of promises that are rejected without a handler, and again
// when a handler is added later.
func rejected(ctx context.Context, _ api.Module, stack []uint64) {
	m := machineOf(ctx)
	promise, reason, handled := stack[0], stack[1], uint32(stack[2]) != 0
	key := m.call(ctx, "qjs_get_value_ptr", promise)
	m.call(ctx, "qjs_free_value", promise)
	if !handled && len(m.rejections) < keptRejections {
		m.rejections = append(m.rejections, rejection{key, reason})
		return
	}
	m.call(ctx, "qjs_free_value", reason)
	if !handled {
		return
	}
	at := slices.IndexFunc(m.rejections, func(r rejection) bool { return r.promise == key })
	if at < 0 {
		return
	}
	m.call(ctx, "qjs_free_value", m.rejections[at].reason)
	m.rejections = slices.Delete(m.rejections, at, at+1)
}

// clockTime answers with the virtual time, in nanoseconds.
func clockTime(ctx context.Context, mod api.Module, stack []uint64) {
	mod.Memory().WriteUint64Le(uint32(stack[2]), uint64(machineOf(ctx).now)*1e6)
	stack[0] = 0
}

func randomBytes(_ context.Context, mod api.Module, stack []uint64) {
	bytes, _ := mod.Memory().Read(uint32(stack[0]), uint32(stack[1]))
	for i := range bytes {
		bytes[i] = randomByte
	}
	stack[0] = 0
}

// The browser's host for the tenant's scripts: QuickJS as one .wasm file,
// driven by its own exports. Its twin is engine/script/native.go; the two do
// the same calls in the same order, so that verdicts have the same bytes.
//
// A Machine is one WebAssembly instance. A container is opened by copying the
// memory image taken after the prelude was evaluated over the machine's memory,
// which costs a fraction of a fresh instance. An instance whose memory has grown is
// thrown away, because memory cannot shrink and its size would be seen.

const budgetTicks = 200; // interrupts of one run: two million steps stand for 20 seconds
const jobsPerTick = 100; // pending jobs that count as one interrupt
const memoryLimit = 16 << 20; // bytes that scripts and prelude may hold
const finishBytes = 8 << 20; // more of them to write down the last verdict
const stackLimit = 96 << 10; // bytes of the C stack: about 380 nested calls; a Worker's own stack holds little more
const gcThreshold = 4 << 20; // bytes in use before cycles are collected: half the time of a run otherwise
const headroom = 1 << 20; // bytes of free memory in the image
const keptRejections = 100; // unhandled rejections remembered between jobs
const keptMachines = 4; // idle ones
const compileOnly = 32; // JS_EVAL_FLAG_COMPILE_ONLY
const page = 4096; // bytes: the grain of an image
const badFile = 8; // errno EBADF

const encoder = new TextEncoder();
const decoder = new TextDecoder();

class Machine {
  constructor(module) {
    this.now = 0; // virtual time, epoch milliseconds
    this.ticks = 0;
    this.budget = budgetTicks;
    this.rejections = [];
    this.e = new WebAssembly.Instance(module, this.imports()).exports;
  }

  imports() {
    const view = () => new DataView(this.e.memory.buffer);
    return {
      env: {
        host_call: () => 0,
        host_interrupt: () => (++this.ticks > this.budget ? 1 : 0),
        host_promise_rejection: (promise, reason, handled) => this.rejected(promise, reason, handled),
        host_module_normalize: () => 0,
        host_module_load: () => 0,
        host_get_timezone_offset: () => 0,
      },
      wasi_snapshot_preview1: {
        clock_time_get: (id, precision, out) => {
          view().setBigUint64(out, BigInt(this.now) * 1000000n, true);
          return 0;
        },
        random_get: (start, length) => {
          new Uint8Array(this.e.memory.buffer, start, length).fill(7);
          return 0;
        },
        fd_close: () => badFile,
        fd_fdstat_get: () => badFile,
        fd_seek: () => badFile,
        fd_write: () => badFile,
      },
    };
  }

  // boot starts the engine and evaluates the prelude, whose value is drive.
  boot(prelude) {
    const e = this.e;
    e._initialize();
    e.qjs_init();
    e.qjs_set_memory_limit(memoryLimit);
    e.qjs_set_max_stack_size(stackLimit);
    e.qjs_set_gc_threshold(gcThreshold);
    this.budget = Infinity;
    this.driver = this.evaluate(prelude, 'prelude', 0);
    if (e.qjs_is_exception(this.driver)) throw new Error(`script: the prelude does not run: ${this.text(e.qjs_get_exception())}`);
    e.qjs_set_interrupt_handler(1);
    e.qjs_set_promise_rejection_handler(1);
    e.wasm_free(e.wasm_malloc(headroom));
  }

  // snapshot keeps all memory that is not zero.
  snapshot() {
    const memory = new Uint8Array(this.e.memory.buffer);
    const chunks = [];
    let last = null;
    for (let at = 0; at < memory.length; at += page) {
      if (memory.subarray(at, at + page).every((byte) => byte === 0)) {
        last = null;
        continue;
      }
      if (last === null) chunks.push((last = { at, end: at }));
      last.end = at + page;
    }
    for (const chunk of chunks) chunk.bytes = memory.slice(chunk.at, chunk.end);
    return { chunks, size: memory.length, stack: this.e.__stack_pointer.value, driver: this.driver };
  }

  // restore puts the machine back to an image; false when its memory has grown.
  restore(image) {
    const e = this.e;
    const missing = image.size - e.memory.buffer.byteLength;
    if (missing < 0) return false;
    if (missing > 0) e.memory.grow(missing >>> 16);
    const memory = new Uint8Array(e.memory.buffer);
    let end = 0;
    for (const chunk of image.chunks) {
      memory.fill(0, end, chunk.at);
      memory.set(chunk.bytes, chunk.at);
      end = chunk.end;
    }
    memory.fill(0, end);
    e.__stack_pointer.value = image.stack;
    this.driver = image.driver;
    this.rejections = [];
    this.ticks = 0;
    this.budget = budgetTicks;
    return true;
  }

  rejected(promise, reason, handled) {
    const e = this.e;
    const key = e.qjs_get_value_ptr(promise);
    e.qjs_free_value(promise);
    if (handled) {
      e.qjs_free_value(reason);
      const at = this.rejections.findIndex((r) => r.key === key);
      if (at < 0) return;
      e.qjs_free_value(this.rejections[at].reason);
      this.rejections.splice(at, 1);
      return;
    }
    if (this.rejections.length < keptRejections) this.rejections.push({ key, reason });
    else e.qjs_free_value(reason);
  }

  // write copies a text into the machine, with a zero behind it.
  write(text) {
    const bytes = encoder.encode(text);
    const at = this.e.wasm_malloc(bytes.length + 1);
    if (at === 0) throw new Error('script: no memory left for the host');
    const memory = new Uint8Array(this.e.memory.buffer);
    memory.set(bytes, at);
    memory[at + bytes.length] = 0;
    return [at, bytes.length];
  }

  string(text) {
    const [at, length] = this.write(text);
    const value = this.e.qjs_new_string(at, length);
    this.e.wasm_free(at);
    return value;
  }

  // text reads and frees a value.
  text(value) {
    const e = this.e;
    const out = e.wasm_malloc(4);
    const at = e.qjs_get_string_len(value, out);
    const length = new DataView(e.memory.buffer).getUint32(out, true);
    const text = at === 0 ? '' : decoder.decode(new Uint8Array(e.memory.buffer, at, length));
    if (at !== 0) e.qjs_free_cstring(at);
    e.wasm_free(out);
    e.qjs_free_value(value);
    return text;
  }

  evaluate(code, file, flags) {
    const [codeAt, length] = this.write(code);
    const [fileAt] = this.write(file);
    const value = this.e.qjs_eval(codeAt, length, fileAt, flags);
    this.e.wasm_free(codeAt);
    this.e.wasm_free(fileAt);
    return value;
  }

  spent() {
    return this.ticks > this.budget;
  }

  // drive calls the prelude and returns its answer. It frees value.
  drive(kind, value) {
    const e = this.e;
    const kindValue = this.string(kind);
    const self = e.qjs_get_undefined();
    const args = e.wasm_malloc(8);
    const view = new DataView(e.memory.buffer);
    view.setUint32(args, kindValue, true);
    view.setUint32(args + 4, value, true);
    const result = e.qjs_call(this.driver, self, 2, args);
    e.wasm_free(args);
    e.qjs_free_value(self);
    e.qjs_free_value(kindValue);
    e.qjs_free_value(value);
    if (e.qjs_is_exception(result)) {
      e.qjs_free_value(result);
      return this.finish(e.qjs_get_exception());
    }
    const answer = this.text(result);
    return this.spent() ? this.finish(e.qjs_get_undefined()) : answer;
  }

  // finish asks for the last verdict after a run was cut short by error.
  finish(error) {
    const kind = this.spent() ? 'spent' : 'crash';
    if (this.budget === Infinity) throw new Error(`script: the prelude failed twice: ${this.text(error)}`);
    this.budget = Infinity;
    this.e.qjs_set_memory_limit(memoryLimit + finishBytes);
    return this.drive(kind, error);
  }

  // load does E and C: file name, line feed, code.
  load(order, flags) {
    const e = this.e;
    const line = order.indexOf('\n');
    const value = this.evaluate(order.slice(line + 1), order.slice(0, line), flags);
    if (!e.qjs_is_exception(value)) return this.spent() ? this.finish(value) : this.drive('value', value);
    e.qjs_free_value(value);
    const error = e.qjs_get_exception();
    return this.spent() ? this.finish(error) : this.drive('error', error);
  }

  // pump does P: pending jobs until none is left.
  pump(now) {
    const e = this.e;
    this.now = now;
    for (let jobs = 1; e.qjs_is_job_pending(); jobs++) {
      const result = e.qjs_execute_pending_job();
      if (jobs % jobsPerTick === 0) this.ticks++;
      if (result >= 0 && !this.spent()) continue;
      const error = result < 0 ? e.qjs_get_exception() : e.qjs_get_undefined();
      const answer = this.spent() ? this.finish(error) : this.drive('rejection', error);
      if (answer !== '') return answer;
    }
    while (this.rejections.length > 0) {
      const answer = this.drive('rejection', this.rejections.shift().reason);
      if (answer !== '') return answer;
    }
    return this.drive('idle', e.qjs_get_undefined());
  }

  // run does one job and returns the final answer: V or X and the verdict.
  run(job, now) {
    this.ticks = 0;
    this.now = now;
    let answer = this.drive('run', this.string(job));
    for (;;) {
      const order = answer.slice(1);
      switch (answer[0]) {
        case 'E': answer = this.load(order, 0); break;
        case 'C': answer = this.load(order, compileOnly); break;
        case 'P': answer = this.pump(Number(order)); break;
        case 'V':
        case 'X': return answer;
        default: throw new Error(`script: the prelude failed: ${order}`);
      }
    }
  }
}

// Host opens containers. Its machines are reused.
export class Host {
  constructor(module, prelude) {
    this.module = module;
    this.idle = [];
    const machine = new Machine(module);
    machine.boot(prelude);
    this.image = machine.snapshot();
    this.idle.push(machine);
  }

  open(program) {
    return new Container(this, program);
  }

  take(program) {
    const machine = this.idle.pop() ?? new Machine(this.module);
    if (!machine.restore(this.image)) throw new Error('script: a machine has more memory than the image');
    machine.drive('open', machine.string(program));
    return machine;
  }

  // give takes a machine back, unless its memory has grown or enough are kept.
  give(machine) {
    const grown = machine === null || machine.e.memory.buffer.byteLength > this.image.size;
    if (!grown && this.idle.length < keptMachines) this.idle.push(machine);
  }
}

// Crash is thrown when the engine itself broke down: parsing text with hundreds
// of brackets inside each other takes more of the Worker's stack than the
// engine counts.
export class Crash extends Error {}

function run(machine, job) {
  try {
    return machine.run(job, JSON.parse(job).now_ms);
  } catch (error) {
    if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError) throw new Crash(error.message);
    throw error;
  }
}

// Container is one running copy of a program, as package script has it.
class Container {
  constructor(host, program) {
    this.host = host;
    this.program = program;
    this.machine = host.take(program);
  }

  // run returns the verdict of one job as JSON.
  run(job) {
    this.machine ??= this.host.take(this.program);
    const machine = this.machine;
    this.machine = null; // a host error leaves the machine in no known state
    const answer = run(machine, job);
    if (answer[0] === 'V') this.machine = machine;
    else this.host.give(machine);
    return answer.slice(1);
  }

  close() {
    this.host.give(this.machine);
    this.machine = null;
  }
}

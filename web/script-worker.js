// The Worker in which the tenant's scripts run, for app/script_js.go. Messages:
//
//   { id, op: 'boot', prelude }                loads quickjs.wasm beside this file
//   { id, op: 'open', container, program }     program and job are JSON texts,
//   { id, op: 'run', container, job }          container a number of the sender's
//   { id, op: 'close', container }
//
// Each is answered with { id, text } or { id, error, crash }; run's text is the
// verdict, and crash tells that the engine broke down under the script.
// The scripts themselves see nothing of all this: QuickJS gives them no host
// objects at all.
import { Crash, Host } from './script-vm.js';

const engine = new URL('quickjs.wasm', self.location.href);
const containers = new Map();
let host = null;

async function boot(prelude) {
  const response = await fetch(engine);
  if (!response.ok) throw new Error(`${engine.pathname} was answered with status ${response.status}`);
  // Some hosts serve .wasm under another type, which streaming refuses.
  const streamed = /^application\/wasm\b/.test(response.headers.get('Content-Type') ?? '');
  const module = streamed
    ? await WebAssembly.compileStreaming(response)
    : await WebAssembly.compile(await response.arrayBuffer());
  host = new Host(module, prelude);
}

function container(number) {
  const found = containers.get(number);
  if (found === undefined) throw new Error(`there is no container ${number}`);
  return found;
}

const operations = {
  async boot(message) {
    await boot(message.prelude);
    return '';
  },
  open(message) {
    containers.set(message.container, host.open(message.program));
    return '';
  },
  run(message) {
    return container(message.container).run(message.job);
  },
  close(message) {
    container(message.container).close();
    containers.delete(message.container);
    return '';
  },
};

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ id: data.id, text: await operations[data.op](data) });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    self.postMessage({ id: data.id, error: text, crash: error instanceof Crash });
  }
};

// The Worker in which counterexamples are searched (app/seek): the search's own
// program, and beside it the engine for scripts. Messages:
//
//   { files: { exec, program, engine, prelude } }   the addresses of what it needs
//   { question }                                    a text, as play.Question has it
//
// It answers with texts: news as JSON (play.Searched), until one is done.
import { Crash, Host } from "./script-vm.js";

const containers = new Map();
let host = null;
let last = 0;

// What app/seek/host_js.go calls: no call throws.
self.scripts = {
  open(program) {
    try {
      containers.set(++last, host.open(program));
      return { container: last };
    } catch (error) {
      return { error: String(error) };
    }
  },
  run(container, job) {
    try {
      return { text: containers.get(container).run(job) };
    } catch (error) {
      return error instanceof Crash ? { crash: true } : { error: String(error) };
    }
  },
  close(container) {
    containers.get(container)?.close();
    containers.delete(container);
  },
};

async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${new URL(address).pathname} was answered with status ${response.status}`);
  return response;
}

// Hosts that serve .wasm under another type are served too.
const compile = async (address) => WebAssembly.compile(await (await load(address)).arrayBuffer());

async function boot({ exec, program, engine, prelude }) {
  importScripts(exec);
  const [ours, quickjs, source] = await Promise.all([compile(program), compile(engine), load(prelude).then((r) => r.text())]);
  host = new Host(quickjs, source);
  const go = new Go();
  go.env.GOGC = "400";
  go.run(await WebAssembly.instantiate(ours, go.importObject)).then(() => {
    throw new Error("the search has stopped");
  });
}

let booted = null;
self.onmessage = async ({ data }) => {
  if (data.files) {
    booted = boot(data.files);
    booted.catch(() => {}); // who asks is told
    return;
  }
  try {
    await booted;
    self.seek(data.question);
  } catch (error) {
    self.postMessage(JSON.stringify({ Number: JSON.parse(data.question).Number, Done: true, Err: `The search could not be loaded (${error.message}).` }));
  }
};

// The Worker in which the tenant's scripts run, for app/script_js.go. Messages:
//
//   { id, op: 'boot', engine, prelude }        loads quickjs.wasm and prelude.js; without
//                                              addresses, those beside this file
//   { id, op: 'open', container, program }     program and job are JSON texts,
//   { id, op: 'run', container, job }          container a number of the sender's
//   { id, op: 'open', ..., again: [job] }      opens and runs these jobs
//   { id, op: 'open', ..., guess: [job] }      runs as many of them as cost little
//   { id, op: 'close', container }
//   { id, op: 'each', program, lists }         runs lists of jobs, each as in a container of its own
//   { id, op: 'trace', program, jobs }         plays code with probes (script-trace.js)
//
// Each is answered with { id, text } or { id, error, crash }; run's text is the
// verdict, open's answer has the verdicts of the jobs in texts, that of each the
// last one of every list, empty where the engine broke down; and crash tells
// that it broke down under the script.
// The scripts themselves see nothing of all this: QuickJS gives them no host
// objects at all.
import { keepsNothing } from './script-pure.js';
import { trace } from './script-trace.js';
import { Crash, Host } from './script-vm.js';

const containers = new Map();
let host = null;

// load fetches a file. An address is relative to this one.
async function load(name) {
  const address = new URL(name, self.location.href);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname} was answered with status ${response.status}`);
  return response;
}

async function compile(response) {
  // Some hosts serve .wasm under another type, which streaming refuses.
  return /^application\/wasm\b/.test(response.headers.get('Content-Type') ?? '')
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

async function boot({ engine = 'quickjs.wasm', prelude = 'prelude.js' }) {
  const [module, source] = await Promise.all([load(engine).then(compile), load(prelude).then((response) => response.text())]);
  host = new Host(module, source);
}

function container(number) {
  const found = containers.get(number);
  if (found === undefined) throw new Error(`there is no container ${number}`);
  return found;
}

const guessBudget = 20; // milliseconds that running ahead may take

// ahead runs jobs that will probably be asked for. It ends early, at a script
// that stops, so that a slow one is not run for nothing. What breaks down while
// guessing has not happened: the container is opened anew.
function ahead(number, program, jobs) {
  const texts = [];
  const end = performance.now() + guessBudget;
  try {
    for (const job of jobs) {
      if (performance.now() > end) break;
      const text = container(number).run(job);
      texts.push(text);
      if (text.includes('"stop":')) break;
    }
    return texts;
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    containers.set(number, host.open(program));
    return [];
  }
}

// last runs jobs and returns the verdict of the last one, or the empty text when
// the engine broke down.
function last(opened, jobs) {
  try {
    let text = '';
    for (const job of jobs) text = opened.run(job);
    return text;
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    return '';
  } finally {
    opened.close();
  }
}

const operations = {
  async boot(message) {
    await boot(message);
    return '';
  },
  open({ container: number, program, again = [], guess = [] }) {
    containers.get(number)?.close();
    containers.set(number, host.open(program));
    for (const job of again) container(number).run(job);
    return ahead(number, program, guess);
  },
  run(message) {
    return container(message.container).run(message.job);
  },
  each({ program, lists }) {
    if (!keepsNothing(program)) return lists.map((jobs) => last(host.open(program), jobs));
    const shared = host.open(program);
    const texts = lists.map((jobs) => {
      const text = last({ run: (job) => shared.run(job), close() {} }, jobs);
      return /"reason":"(memory|timed-out)"/.test(text) ? last(host.open(program), jobs) : text; // what was before took room
    });
    shared.close();
    return texts;
  },
  trace({ program, jobs }) {
    return trace(host, program, jobs);
  },
  close(message) {
    container(message.container).close();
    containers.delete(message.container);
    return '';
  },
};

self.onmessage = async ({ data }) => {
  try {
    const answer = await operations[data.op](data);
    self.postMessage(Array.isArray(answer) ? { id: data.id, text: '', texts: answer } : { id: data.id, text: answer });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    self.postMessage({ id: data.id, error: text, crash: error instanceof Crash });
  }
};

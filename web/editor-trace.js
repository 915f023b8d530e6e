// What the last replay's scripts did, line by line. The program leaves in
// mfaSite.runs what was run (app/trace.go); this plays it again with probes, in
// a Worker of its own, when nothing else is to be done.
//
//   traces                 fires "traced" when there is news
//   traceOf(kind, name)    what is known of a script, null when it has not run,
//                          undefined when nobody has looked yet:
//     { code, statements: [{ id, lines }], ever, runs }
//     ever: ids passed in any run; runs: [{ step, number, of, passed, given, console, outcome }]

import { probe } from "./editor-probe.js";

export const traces = new EventTarget();
const worker = { waiting: null, object: null }; // waiting takes the next answer
const stride = 100000; // ids of one script
const patience = 20000; // milliseconds for a whole trace

let known = null; // by kind and name, after the first trace
let wanted = null; // the runs to trace next
let busy = false;

export const traceOf = (kind, name) => known?.get(`${kind}/${name}`) ?? (known ? null : undefined);

// send sends a message to the Worker and waits for the answer. A Worker that
// fails or takes too long is ended.
function send(message) {
  return new Promise((resolve) => {
    const settle = (answer) => {
      clearTimeout(timer);
      worker.waiting = null;
      if (answer.error !== undefined) {
        worker.object.terminate();
        worker.object = null;
      }
      resolve(answer.error === undefined ? (answer.texts ?? []) : null);
    };
    const timer = setTimeout(() => settle({ error: "it took too long" }), patience);
    worker.waiting = settle;
    worker.object.postMessage({ id: 0, ...message });
  });
}

// ask sends a message to the Worker, which is started when it is first needed.
async function ask(message) {
  if (!worker.object) {
    const { file } = window.mfaSite;
    worker.object = new Worker(file("script-worker.js"));
    worker.object.onmessage = ({ data }) => worker.waiting?.(data);
    worker.object.onerror = (event) => {
      event.preventDefault();
      worker.waiting?.({ error: "the Worker failed" });
    };
    if (!(await send({ op: "boot", engine: file("quickjs.wasm"), prelude: file("prelude.js") }))) return null;
  }
  return send(message);
}

// withProbes gives the scripts of a program their probes.
function withProbes(text) {
  const program = text === "" ? {} : JSON.parse(text);
  const scripts = [];
  for (const [kind, list] of [["rule", program.rules ?? []], ["action", program.actions ?? []]]) {
    for (const source of list) {
      const made = probe(source.code, kind, scripts.length * stride);
      scripts.push({ kind, name: source.name, code: source.code, statements: made?.statements ?? [], ever: new Set(), runs: [] });
      if (made) source.code = made.code;
    }
  }
  return { program: JSON.stringify(program), scripts };
}

// stepsOf lists for each job the step in which it ran.
function stepsOf(counts) {
  return counts.flatMap((count, step) => Array.from({ length: count }, () => step));
}

// file puts what one job did to the scripts that it reached.
function file(scripts, { passed, given, console: lines, runs, stop }, step) {
  for (const [i, script] of scripts.entries()) {
    const own = (key) => Math.floor(Number(key) / stride) === i;
    const outcome = runs?.find((run) => run.kind === script.kind && run.script === script.name)?.outcome;
    if (!outcome || outcome === "not-reached") continue;
    const ids = new Set(Object.keys(passed ?? {}).filter(own).map(Number));
    for (const id of ids) script.ever.add(id);
    const at = Object.keys(given ?? {}).find(own);
    script.runs.push({
      step,
      passed: ids,
      given: at === undefined ? {} : JSON.parse(given[at]),
      console: (lines ?? []).filter((line) => line.kind === script.kind && line.script === script.name),
      outcome: outcome === "stopped" && stop ? `stopped: ${stop.error_description}` : outcome,
    });
  }
}

async function work() {
  busy = true;
  while (wanted) {
    const runs = wanted;
    wanted = null;
    const { program, scripts } = withProbes(runs.program);
    const texts = runs.jobs.length > 0 ? await ask({ op: "trace", program, jobs: runs.jobs }) : [];
    if (wanted || texts === null) continue;
    const steps = stepsOf(runs.steps);
    texts.forEach((text, i) => file(scripts, JSON.parse(text), steps[i]));
    known = new Map(scripts.map((script) => [`${script.kind}/${script.name}`, script]));
    traces.dispatchEvent(new Event("traced"));
  }
  busy = false;
}

// look begins to trace when the browser has nothing better to do.
function look() {
  if (!window.mfaSite?.runs) return;
  wanted = window.mfaSite.runs;
  if (busy) return;
  busy = true;
  const begin = () => void work();
  if (window.requestIdleCallback) window.requestIdleCallback(begin, { timeout: 1000 });
  else setTimeout(begin, 100);
}

window.addEventListener("mfa-runs", look);
look();

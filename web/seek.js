// seek.js has counterexamples searched in a Worker (seek-worker.js), which is
// loaded when somebody first searches. A search that is no longer wanted is ended
// with its Worker.

let worker = null;
let busy = false;

function start() {
  const { file } = window.mfaSite;
  worker = new Worker(file("seek-worker.js"));
  worker.postMessage({
    files: { exec: file("wasm_exec.js"), program: file("seek.wasm"), engine: file("quickjs.wasm"), prelude: file("prelude.js") },
  });
}

function end() {
  if (busy) worker?.terminate();
  if (busy) worker = null;
  busy = false;
}

// begin searches; hear is called with news as JSON, until they are done.
function begin(question, hear) {
  end();
  if (!worker) start();
  busy = true;
  worker.onmessage = ({ data }) => {
    const { Done, Err } = JSON.parse(data);
    if (Err) end(); // the next search gets a new one
    if (Done) busy = false;
    hear(data);
  };
  worker.onerror = (event) => {
    end();
    const { Number } = JSON.parse(question);
    hear(JSON.stringify({ Number, Done: true, Err: `The search has failed (${event.message || "its program did not load"}).` }));
  };
  worker.postMessage({ question });
}

window.mfaSite.seeker = { begin, end };

// seek.js has counterexamples searched in a Worker (seek-worker.js), which is
// loaded when somebody first searches. A search that is no longer wanted is ended
// with its Worker.

let worker = null;
let current = null; // the search that is on its way

// Where a sandbox has cut the page off from its own origin (embed-frame.js), no
// Worker starts from an address of the site: then these files come in a script.
let unpacked = null;
function files() {
  unpacked ??= Promise.resolve(window.mfaFrame?.more?.(window.mfaSite.file("packed-seek.js"))).catch((error) => {
    unpacked = null; // the next search tries again
    throw error;
  });
  return unpacked;
}

function start() {
  const { file } = window.mfaSite;
  worker = new Worker(file("seek-worker.js"));
  worker.postMessage({
    files: { exec: file("wasm_exec.js"), program: file("seek.wasm"), engine: file("quickjs.wasm"), prelude: file("prelude.js") },
  });
}

function end() {
  if (current) worker?.terminate();
  if (current) worker = null;
  current = null;
}

// begin searches; hear is called with news as JSON, until they are done.
async function begin(question, hear) {
  end();
  const mine = (current = {});
  const failed = (cause) => {
    if (current !== mine) return;
    end();
    const { Number } = JSON.parse(question);
    hear(JSON.stringify({ Number, Done: true, Err: `The search has failed (${cause}).` }));
  };
  try {
    await files();
    if (current !== mine) return; // somebody wants it no more
    if (!worker) start();
  } catch (error) {
    return failed(error.message);
  }
  worker.onmessage = ({ data }) => {
    const { Done, Err } = JSON.parse(data);
    if (Err) end(); // the next search gets a new one
    if (Done) current = null;
    hear(data);
  };
  worker.onerror = (event) => failed(event.message || "its program did not load");
  worker.postMessage({ question });
}

window.mfaSite.seeker = { begin, end };

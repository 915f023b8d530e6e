// Measures one run of a rule in the page's Worker, round trip included. By itself
// it prints the median in nanoseconds.

import { pathToFileURL } from "node:url";
import { baseJob } from "../test/corpus.mjs";
import { startSandbox } from "../test/sandbox.mjs";

const code = `function mfa(user, context, callback) {
  if (context.clientMetadata.device_type === 'display' && context.protocol === 'oauth2-refresh-token') {
    return callback(null, user, context);
  }
  context.multifactor = { provider: 'any', allowRememberBrowser: false };
  callback(null, user, context);
}`;

// measure runs in the page and returns milliseconds: of a run, and of a fresh
// container with its first run.
async function measure({ program, job }) {
  const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
  const time = async (work) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  await ask({ op: "open", container: 1, program });
  const runs = [];
  for (let i = 0; i < 600; i++) runs.push(await time(() => ask({ op: "run", container: 1, job })));
  const opens = [];
  for (let i = 0; i < 60; i++) {
    opens.push(await time(async () => {
      await ask({ op: "open", container: 2, program });
      await ask({ op: "run", container: 2, job });
    }));
    await ask({ op: "close", container: 2 });
  }
  return { run: median(runs.slice(100)), open: median(opens.slice(10)) };
}

async function medians() {
  const sandbox = await startSandbox();
  try {
    const program = JSON.stringify({ rules: [{ name: "mfa", code }] });
    return await sandbox.page.evaluate(measure, { program, job: JSON.stringify(baseJob) });
  } finally {
    await sandbox.close();
  }
}

// rule returns rows for the table.
export async function rule() {
  const { run, open } = await medians();
  return [
    { name: "browser: one run of a rule", value: run, budget: 1.2, unit: "ms", digits: 2 },
    { name: "browser: a fresh container and its first run", value: open, unit: "ms", digits: 2 },
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  console.log(Math.round((await medians()).run * 1e6));
}

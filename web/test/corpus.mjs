// The corpus of engine/script, read for the browser. corpus_test.go describes
// the files.

import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { scripts } from "./sandbox.mjs";

// replaced are the maps of a job: a difference replaces them whole.
const replaced = new Set(["metadata", "query", "body", "app_metadata", "user_metadata"]);

function merge(base, difference) {
  const merged = { ...base };
  for (const [key, value] of Object.entries(difference)) {
    const both = isRecord(value) && isRecord(base[key]) && !replaced.has(key);
    merged[key] = both ? merge(base[key], value) : value;
  }
  return merged;
}

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// compact takes the layout away and leaves every other byte as it is.
export function compact(text) {
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (all, string) => string ?? "");
}

export const baseJob = JSON.parse(readFileSync(join(scripts, "testdata", "job.json"), "utf8"));

// resumed gives a job that resumes the state of the suspension before it.
function resumed(job, state) {
  if (job.resume && !job.resume.state) job.resume = { ...job.resume, state };
  return job;
}

function parse(file) {
  const [, ...parts] = readFileSync(file, "utf8").split(/^-- (.+) --\n/m);
  const program = { rules: [], actions: [] };
  const runs = [];
  let state = "";
  for (let i = 0; i < parts.length; i += 2) {
    const [name, text] = [parts[i], parts[i + 1]];
    const source = { name: basename(name, ".js"), code: text };
    if (name.startsWith("rules/")) program.rules.push(source);
    else if (name.startsWith("actions/")) program.actions.push(source);
    else if (name === "configuration.json") program.configuration = JSON.parse(text);
    else if (name === "secrets.json") program.actions.at(-1).secrets = JSON.parse(text);
    else if (name === "job.json") runs.push({ job: JSON.stringify(resumed(merge(baseJob, JSON.parse(text)), state)) });
    else if (name === "verdict.json") {
      runs.at(-1).verdict = compact(text);
      state = JSON.parse(text).suspend?.state ?? state;
    }
    else throw new Error(`${file}: unknown section ${JSON.stringify(name)}`);
  }
  // Go leaves empty lists out, and equal verdicts need equal texts: even
  // reading a text counts as work.
  for (const kind of ["rules", "actions"]) if (program[kind].length === 0) delete program[kind];
  return { name: basename(file, ".txtar"), program: JSON.stringify(program), runs };
}

// corpus returns the cases: { name, program, runs: [{ job, verdict }] }.
export function corpus() {
  const folder = join(scripts, "testdata", "corpus");
  return readdirSync(folder).filter((name) => name.endsWith(".txtar")).sort().map((name) => parse(join(folder, name)));
}

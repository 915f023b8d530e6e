// A trace plays a program again whose code was given probes (editor-probe.js),
// with the jobs of a replay, and tells for each job which probes it passed and
// what the scripts were given. It runs in a Worker of its own, away from the
// one whose verdicts count.

// The recorder: ɵ(number) notes a probe, ɵ(number, given) notes what a function
// was given, and ɵ() hands over what was noted since the last time.
const recorder = `(() => {
  const { stringify } = JSON;
  const fresh = () => ({ __proto__: null, passed: { __proto__: null }, given: { __proto__: null } });
  let notes = fresh();
  Object.defineProperty(globalThis, 'ɵ', {
    value(number, given) {
      if (number === undefined) {
        const text = stringify(notes);
        notes = fresh();
        return text;
      }
      notes.passed[number] = 1;
      if (given === undefined || number in notes.given) return '';
      try {
        notes.given[number] = stringify(given);
      } catch {
        notes.given[number] = '{}';
      }
    },
  });
})()`;

const mostJobs = 2000; // more are not traced: months of a display that tries every hour
const patience = 3; // times the work that a run may do: probes are work too

// played plays the jobs and yields for each its verdict and what was noted, both
// as JSON. Like the service it takes a new container after one that has died.
export function* played(host, program, jobs) {
  let machine = null;
  for (const job of jobs) {
    if (machine === null) {
      machine = host.take(program);
      machine.budget *= patience;
      machine.text(machine.evaluate(recorder, "recorder", 0));
    }
    const answer = machine.run(job, JSON.parse(job).now_ms);
    yield { verdict: answer.slice(1), notes: machine.text(machine.evaluate("ɵ()", "recorder", 0)) };
    if (answer[0] === "V") continue;
    host.give(machine);
    machine = null;
  }
  host.give(machine);
}

// trace returns a JSON text for each job: { passed, given, console, runs, stop }.
export function trace(host, program, jobs) {
  return Array.from(played(host, program, jobs.slice(0, mostJobs)), ({ verdict, notes }) => {
    const { console: lines, runs, stop } = JSON.parse(verdict);
    return JSON.stringify({ ...JSON.parse(notes), console: lines, runs, stop });
  });
}

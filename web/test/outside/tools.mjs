// Finds the programs of others that the tests in this folder need.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const run = (program, args, options = {}) => spawnSync(program, args, { encoding: "utf8", ...options });

// need returns the version of a program, and installs Debian's packages when it is
// not there and this is root's machine. Without it the tests fail.
export function need(program, ask, ...packages) {
  const version = () => {
    const { stdout, stderr, error } = run(program, ask);
    return error ? null : `${stdout}${stderr}`.trim().split("\n")[0];
  };
  if (!version() && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const options = { stdio: ["ignore", 2, 2], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
    run("apt-get", ["update"], options);
    run("apt-get", ["install", "-y", "--no-install-recommends", ...packages], options);
  }
  const found = version();
  if (!found) throw new Error(`${program} is not installed (Debian and Ubuntu: apt-get install ${packages.join(" ")})`);
  return found;
}

// must runs a program to its end, or throws with what it said.
export function must(program, args, options) {
  const { status, stdout, stderr, error } = run(program, args, options);
  if (error || status !== 0) throw new Error(`${program} ${args.join(" ")}: ${error ?? `exit ${status}`}\n${stdout}${stderr}`);
  return stdout;
}

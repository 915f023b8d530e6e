// The budgets that fail `make test`: sizes, and what must not be reachable in
// the browser binary. Times are measured by `make bench` and never fail.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { sizes, top } from "./sizes.mjs";
import { judge, print } from "./table.mjs";

// linked returns what the linker keeps, as its lines "from -> to". The overlay
// is the one that the site was built with (app/build_overlay.go).
function linked() {
  const overlay = "-overlay=" + join(top, "web", "build", "_overlay", "overlay.json");
  const run = spawnSync("go", ["build", "-trimpath", "-ldflags=-s -w -dumpdep", overlay, "-o", "/dev/null", "./app"], {
    cwd: top,
    env: { ...process.env, GOOS: "js", GOARCH: "wasm" },
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (run.status !== 0) throw new Error(`go build -ldflags=-dumpdep: ${run.stderr || run.error}`);
  return (run.stderr + run.stdout).split("\n").filter((line) => line.includes(" -> ") || line.includes("<ReflectMethod>"));
}

// unwanted counts the lines that show what must not be linked.
function unwanted(lines) {
  const count = (pattern) => lines.filter((line) => pattern.test(line)).length;
  const row = (name, value) => ({ name, value, budget: 0, unit: "links", digits: 0 });
  return [
    row("<ReflectMethod> (switches dead-code elimination off)", count(/<ReflectMethod>/)),
    row("net/http.(*Client)", count(/-> net\/http\.\(\*Client\)\./)),
    row("net/http.(*Server)", count(/-> net\/http\.\(\*Server\)\./)),
    row("html/template", count(/-> html\/template\./)),
    // The functions alone: data of equal content goes by the name of any of its owners.
    row("jwt's ECDSA", count(/-> github\.com\/golang-jwt\/jwt\/v5\.\(\*SigningMethodECDSA\)\.(Sign|Verify)(\s|$)/)),
    row("elliptic curves", count(/-> crypto\/internal\/fips140\/nistec\/fiat\.p521Mul/)),
    row("regexp/syntax.Parse", count(/-> regexp\/syntax\.Parse/)),
    row("the named characters of HTML", count(/-> html\.(init\.func|late_entityMaps|entityMaps)/)),
  ];
}

try {
  const lines = linked();
  if (lines.length < 1000) throw new Error(`the linker listed ${lines.length} dependencies; expected thousands`);
  const rows = [...sizes(), ...unwanted(lines)];
  print(rows);
  if (rows.some((row) => judge(row) === "OVER")) {
    console.error("\nover budget: find out what the last change linked into the browser binary");
    process.exit(1);
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

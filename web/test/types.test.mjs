// The types of the embed, as a host's own compiler reads them.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import ts from "typescript";
import { siteDir } from "./harness.mjs";

// mistakes compiles a host's program strictly and returns what is wrong with it.
function mistakes(code) {
  const dir = mkdtempSync(join(tmpdir(), "types-"));
  const file = join(dir, "host.ts");
  writeFileSync(file, `/// <reference path="${join(siteDir, "embed.d.ts")}" />\n${code}\nexport {};\n`);
  const program = ts.createProgram([file], { strict: true, noEmit: true, types: [], target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts", "lib.dom.d.ts"] });
  const found = ts.getPreEmitDiagnostics(program).map((d) => ts.flattenDiagnosticMessageText(d.messageText, "\n"));
  rmSync(dir, { recursive: true });
  return found;
}

const element = 'const e = document.querySelector("mfa-playground")!;\n';

it("a host's program compiles", () => {
  const code = `${element}
    e.addEventListener("outcome", ({ detail }) => { const n: number = (detail.changed ?? []).length + detail.steps; return n; });
    e.addEventListener("problem", (event) => event.detail.text.trim());
    e.goTo(4); e.setCode("x", "mfa"); e.load({ lesson: "x" }); e.load({ scenario: "x" }); e.start();`;
  assert.deepEqual(mistakes(code), []);
});

it("a mistaken one does not", () => {
  for (const code of ['e.goTo("4");', "e.load({});", 'e.addEventListener("outcome", (o) => o.detail.nothing);']) {
    assert.equal(mistakes(element + code).length, 1, code);
  }
});

// Help at a name: there is some for every line of the table that the engine's
// fidelity tests read too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { helpFor, members } from "../editor-words.js";
import { templates } from "../editor-templates.js";
import { advise } from "../advisor.js";
import { scripts } from "./sandbox.mjs";

const lines = readFileSync(join(scripts, "members.txt"), "utf8").split("\n").filter((line) => line && !line.startsWith("#"));

describe("help at a name", () => {
  it("is there for everything that rules and actions can touch", () => {
    let count = 0;
    for (const line of lines) {
      const [, path, type, fact, text] = /^(\S+) (\S+) (\S+) ?(.*)$/.exec(line);
      if (/[[*]/.test(path)) continue; // items of lists, and what has no name
      const help = helpFor(path.split("."));
      assert.ok(help, `${path} has no help`);
      assert.equal(help.fact, fact);
      assert.equal(help.text, text);
      assert.ok(help.type.startsWith(type.replace(/[!=?]/g, "")), `${path}: ${help.type}`);
      if (type.endsWith("?")) assert.match(help.type, /may be undefined/);
      if (type.startsWith("!")) assert.match(help.type, /not simulated/);
      count++;
    }
    assert.ok(count > 250, `only ${count} names`);
    assert.equal(helpFor(["context", "nothing"]), null);
  });
});

describe("the templates", () => {
  const grave = (kind, code) => advise(code, kind, members).filter((remark) => remark.severity !== "info");
  for (const [name, title, , rule, action] of templates) {
    it(`have nothing that the advisor would call wrong: ${title}`, () => {
      assert.match(name, /^[a-z-]+$/);
      assert.deepEqual(grave("rule", rule), []);
      assert.deepEqual(grave("action", action), []);
    });
  }
});

// The code editor by itself, under the policy of the site's pages.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { assertClean, named, siteDir, start } from "./harness.mjs";

// The policy is that of the built site, so that the test cannot lag behind it.
function sitePolicy() {
  const page = readFileSync(join(siteDir, "index.html"), "utf8");
  return /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(page)[1];
}

const code = "function mfa(user, context, callback) {\n  callback(null, user, context);\n}\n";

const pageText = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>editor</title>
<meta http-equiv="Content-Security-Policy" content="${sitePolicy()}">
<meta name="color-scheme" content="light dark"></head><body>
<button id="before">before</button>
<code-editor label="Rule code" diagnostics="[]" highlight=""><textarea aria-label="Rule code">${code}</textarea></code-editor>
<button id="after">after</button></body></html>`;

let site;
before(async () => {
  site = await start({ pages: { "editor-alone.html": pageText } });
});
after(() => site?.close());

async function openEditor({ upgraded = true, ...view } = {}) {
  const page = await site.openPage("editor-alone.html", view);
  await page.evaluate(() => {
    window.edits = [];
    document.addEventListener("edit", (event) => window.edits.push(event.detail.value));
  });
  if (upgraded) await upgrade(page);
  return page;
}

const upgrade = (page) => page.evaluate((address) => import(address), site.root + named("editor.js"));
const editorOf = (page) => page.getByRole("textbox", { name: "Rule code" });
const valueOf = (page) => page.evaluate(() => document.querySelector("code-editor").value);
const editsOf = (page) => page.evaluate(() => window.edits);
const set = (page, name, value) =>
  page.evaluate(([n, v]) => document.querySelector("code-editor").setAttribute(n, v), [name, value]);
const assign = (page, value) =>
  page.evaluate((v) => {
    document.querySelector("code-editor").value = v;
  }, value);

describe("the code editor", () => {
  it("is a plain text area until its code has arrived", async () => {
    const page = await openEditor({ upgraded: false });
    await editorOf(page).fill("typed early");
    assert.equal(await editorOf(page).inputValue(), "typed early");
    await assertClean(page);
  });

  it("takes over text, selection and focus", async () => {
    const page = await openEditor({ upgraded: false });
    await editorOf(page).focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("// early\n");
    await upgrade(page);
    assert.equal(await editorOf(page).count(), 1, "one text box, not two");
    await page.keyboard.type("// late\n");
    assert.equal(await valueOf(page), "// early\n// late\n" + code);
    await assertClean(page);
  });

  it("starts without the focus when the text area had none", async () => {
    const page = await openEditor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY");
    await assertClean(page);
  });

  it("tells each change of the user, and none of the page", async () => {
    const page = await openEditor();
    await assign(page, "let a = 1;");
    assert.equal(await valueOf(page), "let a = 1;");
    assert.deepEqual(await editsOf(page), []);
    await editorOf(page).focus();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\nb");
    assert.deepEqual(await editsOf(page), ["let a = 1;\n", "let a = 1;\nb"]);
    await assertClean(page);
  });

  it("keeps the cursor in its place when the page changes the text", async () => {
    const page = await openEditor();
    await assign(page, "one\ntwo\nthree");
    await page.evaluate(() => document.querySelector("code-editor").focusLine(3));
    await assign(page, "zero\none\ntwo\nthree");
    await page.keyboard.type("X");
    assert.equal(await valueOf(page), "zero\none\ntwo\nXthree");
    await assign(page, await valueOf(page));
    await page.keyboard.type("Y");
    assert.equal(await valueOf(page), "zero\none\ntwo\nXYthree");
    await assertClean(page);
  });

  it("takes a value that was set before it was there", async () => {
    const page = await openEditor({ upgraded: false });
    await assign(page, "set early");
    await upgrade(page);
    assert.equal(await valueOf(page), "set early");
    await assertClean(page);
  });

  it("lets Tab leave and indents by its own keys", async () => {
    const page = await openEditor();
    await assign(page, "x");
    await page.locator("#before").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Control+]");
    assert.equal(await valueOf(page), "  x");
    await page.keyboard.press("Control+[");
    assert.equal(await valueOf(page), "x");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "after");
    await assertClean(page);
  });

  it("types over what is selected, and puts brackets around it", async () => {
    const page = await openEditor();
    for (const code of ["const one = 'line'; // and a comment", "function f() {\n  return 1;\n}"]) {
      await assign(page, code);
      await editorOf(page).focus();
      await page.keyboard.press("Control+a");
      await page.keyboard.type("(");
      assert.equal(await valueOf(page), `(${code})`);
      await page.keyboard.press("Control+a");
      await page.keyboard.insertText("x + y");
      assert.equal(await valueOf(page), "x + y");
      await page.keyboard.press("Control+z");
      assert.equal(await valueOf(page), `(${code})`);
    }
    await assertClean(page); // Chromium's own way would violate the policy
  });

  it("undoes and redoes", async () => {
    const page = await openEditor();
    await assign(page, "");
    await editorOf(page).focus();
    await page.keyboard.type("abc");
    await page.keyboard.press("Control+z");
    assert.equal(await valueOf(page), "");
    await page.keyboard.press("Control+y");
    assert.equal(await valueOf(page), "abc");
    await assertClean(page);
  });

  it("marks remarks at their line and tints lines", async () => {
    const page = await openEditor();
    await set(page, "diagnostics", JSON.stringify([{ line: 2, column: 3, severity: "warning", message: "called twice" }]));
    await set(page, "highlight", "1,3");
    assert.equal(await page.locator(".cm-lintRange-warning").textContent(), "callback");
    assert.deepEqual(await page.locator(".cm-line.cm-here").allTextContents(), ["function mfa(user, context, callback) {", "}"]);
    await page.locator(".cm-lint-marker-warning").hover();
    await page.getByText("called twice").waitFor();
    // Lines that are not there and text that is no JSON do no harm.
    await set(page, "highlight", "0,99,x");
    await set(page, "diagnostics", JSON.stringify([{ line: 99, message: "beyond" }, { message: "nowhere" }]));
    await set(page, "diagnostics", "{");
    assert.equal(await page.locator(".cm-line.cm-here").count(), 0);
    await assertClean(page);
  });

  it("offers the names that exist", async () => {
    const page = await openEditor();
    await assign(page, "");
    await editorOf(page).focus();
    await page.keyboard.type("context.multi");
    const option = page.getByRole("option", { name: /multifactor/ });
    await option.waitFor();
    await page.waitForTimeout(120); // it ignores Enter right after opening
    await page.keyboard.press("Enter");
    assert.equal(await valueOf(page), "context.multifactor");
    await assertClean(page);
  });

  it("can be locked, and unlocked as a property", async () => {
    const page = await openEditor();
    await set(page, "readonly", "");
    await page.locator("code-editor .cm-content").click();
    await page.keyboard.type("x");
    assert.equal(await valueOf(page), code);
    await page.evaluate(() => {
      document.querySelector("code-editor").readOnly = false;
    });
    await editorOf(page).focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("x");
    assert.equal(await valueOf(page), "x" + code);
    await assertClean(page);
  });

  it("takes a new label", async () => {
    const page = await openEditor();
    await set(page, "label", "Action code");
    await page.getByRole("textbox", { name: "Action code" }).waitFor();
    await assertClean(page);
  });

  it("survives being moved", async () => {
    const page = await openEditor();
    await assign(page, "moved");
    await page.evaluate(() => document.body.append(document.querySelector("code-editor")));
    assert.equal(await valueOf(page), "moved");
    await editorOf(page).focus();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("!");
    assert.equal(await valueOf(page), "moved!");
    await assertClean(page);
  });

  for (const dark of [false, true]) {
    it(`follows the page's colours, ${dark ? "dark" : "light"}`, async () => {
      const page = await openEditor({ dark });
      const background = () =>
        page.locator(".cm-editor").evaluate((element) => getComputedStyle(element).backgroundColor);
      assert.equal(await background(), dark ? "rgb(21, 24, 28)" : "rgb(255, 255, 255)");
      await page.evaluate(() => document.documentElement.style.setProperty("--code-bg", "rgb(1, 2, 3)"));
      assert.equal(await background(), "rgb(1, 2, 3)");
      await assertClean(page);
    });
  }

  it("gives advice with a fix when nobody has typed for a moment", async () => {
    const page = await openEditor();
    await assign(page, "function mfa(user, context, callback) {\n  context.multifactor = { provider: 'any' };\n  callback(null, user, context);\n}");
    await set(page, "kind", "rule");
    await page.locator("code-editor .cm-lint-marker-info").first().waitFor();
    await page.locator("code-editor .cm-lintRange-info").first().hover();
    const fix = page.getByRole("button", { name: "Write allowRememberBrowser: true" });
    await fix.click();
    assert.match(await valueOf(page), /provider: 'any', allowRememberBrowser: true \}/);
    assert.equal((await editsOf(page)).length, 1, "the fix is an edit of the user");
    await page.mouse.move(0, 0);
    await editorOf(page).focus();
    await page.keyboard.press("Control+z");
    assert.match(await valueOf(page), /\{ provider: 'any' \}/);
    await set(page, "kind", "");
    await page.locator("code-editor .cm-lint-marker-info").waitFor({ state: "detached" });
    await assertClean(page);
  });

  it("carries a fix out by keyboard alone", async () => {
    const page = await openEditor();
    await assign(page, "function mfa(user, context, callback) {\n  context.multifactor = { provider: 'any' };\n  callback(null, user, context);\n}");
    await set(page, "kind", "rule");
    await page.locator("code-editor .cm-lint-marker-info").first().waitFor();
    await editorOf(page).focus();
    await page.keyboard.press("Control+Shift+KeyM"); // the list of remarks, as CodeMirror has it
    const list = page.getByRole("listbox", { name: "Diagnostics" });
    await list.waitFor();
    const chosen = () => list.locator('[aria-selected="true"]').textContent();
    for (let i = 0; i < 4 && !(await chosen()).includes("allowRememberBrowser is left out"); i++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("w"); // the underlined letter of the fix
    assert.match(await valueOf(page), /provider: 'any', allowRememberBrowser: true \}/);
    await assertClean(page);
  });

  it("tells at once where code cannot be read, also of a script that never runs", async () => {
    const page = await openEditor();
    await set(page, "kind", "rule");
    await assign(page, "function mfa(user, context, callback) {\n  if (user.email {\n  }\n}");
    await page.locator("code-editor .cm-lint-marker-error").waitFor();
    await page.locator("code-editor .cm-lint-marker-error").hover();
    await page.getByText("This cannot be read").waitFor();
    await assign(page, code);
    await page.locator("code-editor .cm-lint-marker-error").waitFor({ state: "detached" });
    await assertClean(page);
  });
});

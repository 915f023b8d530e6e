// The recipes in EMBED.md. Plain HTML is taken from there as it is, and MDX is
// compiled here by its own compiler. Hugo, MkDocs and Docusaurus are large: what
// they built lies beside its sources, and `make outside` builds it anew.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { evaluate } from "@mdx-js/mdx";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import * as runtime from "react/jsx-runtime";
import { heard, startHost } from "./host.mjs";
import { address, digest, made, plays, sources } from "./recipes.mjs";

const generators = ["hugo", "mkdocs", "docusaurus"];
const manual = readFileSync(new URL("../EMBED.md", import.meta.url), "utf8");

// section returns the blocks of code of a part of the manual.
const section = (title) => [...manual.split(`# ${title}\n`)[1].split("\n## ")[0].matchAll(/```\n([^]*?)```/g)].map(([, code]) => code);

// page wraps what goes into the body of a host's page.
const page = (body, script = `<script async src="${address}embed.js"></script>`) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Docs</title><link rel="icon" href="data:,">${script}</head><body>${body}</body></html>`;

let host;
before(async () => {
  const mdx = sources("docusaurus")["docs/index.mdx"].replace(/^---\n[^]*?\n---\n/, ""); // the generator takes the front matter
  const { default: Content } = await evaluate(mdx, runtime);
  const documents = {
    ...Object.fromEntries(generators.map((name) => [`${name}.html`, sources(name)["built.html"]])),
    "mdx.html": page(renderToStaticMarkup(createElement(Content))),
    "module.html": page(section("Embed it")[0], ""),
    "frame.html": page(section("A plain frame")[0], ""),
  };
  host = await startHost((root) => Object.fromEntries(Object.entries(documents).map(([name, html]) => [name, html.replaceAll(address, root)])), {
    headers: (name) => (name === "embed.js" ? { "Access-Control-Allow-Origin": "*" } : {}),
    policy: (site) => `script-src ${site}; frame-src ${site}`,
  });
});
after(() => host?.close());

describe("a page made by", () => {
  for (const name of [...generators, "mdx"]) {
    it(`${name} has a lesson, a scenario of its own and a fenced block`, async () => {
      const page = await host.open(`${name}.html`);
      await plays(page);
      await page.context().close();
    });
  }

  for (const name of generators) {
    it(`${name} was built of the sources beside it`, () => {
      assert.equal(made()[name].of, digest(name), `the sources of ${name} were edited since; build the page again: make outside`);
    });
  }
});

describe("plain HTML as the manual has it", () => {
  it("is a module and an element", async () => {
    const page = await host.open("module.html");
    await page.locator("mfa-playground").evaluate((e) => e.start());
    assert.equal((await heard(page, "", "ready")).lesson, "the-display-that-stopped");
    await page.assertClean();
  });

  it("is a frame without any script", async () => {
    const page = await host.open("frame.html");
    const frame = page.frameLocator("iframe");
    await frame.locator(".embed-where", { hasText: /^Step 4 of 13/ }).waitFor({ timeout: 60_000 });
    assert.equal(await frame.locator("html").getAttribute("data-theme"), "dark");
    await page.assertClean();
  });
});

describe("the sources of the recipes", () => {
  it("are what the manual says", () => {
    const line = (text) => manual.includes(text) || assert.fail(`EMBED.md lacks ${text}`);
    assert.equal(section("Hugo")[0], sources("hugo")["layouts/shortcodes/mfa-playground.html"]);
    assert.ok(sources("hugo")["content/_index.md"].includes('{{< mfa-playground lesson="the-display-that-stopped" panels="code,display" />}}'));
    line('`{{< mfa-playground lesson="the-display-that-stopped" panels="code,display" />}}`');
    assert.ok(sources("docusaurus")["docusaurus.config.js"].replaceAll("'", '"').includes(`scripts: [{ src: "${address}embed.js", async: true }]`));
    line(`\`scripts: [{ src: "${address}embed.js", async: true }]\``);
    assert.match(sources("mkdocs")["mkdocs.yml"], new RegExp(`extra_javascript:\\s+- ${address}embed\\.js\\nmarkdown_extensions:\\s+- fenced_code`));
    line(`\`extra_javascript: [${address}embed.js]\``);
  });
});

// The recipes in EMBED.md, built by the documentation generators themselves. The
// pages are kept for `make test`, which cannot build them.

import { after, before, describe, it } from "node:test";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { launch, siteDir } from "../harness.mjs";
import { address, builtFile, digest, made, madeFile, plays, sources } from "../recipes.mjs";
import { serve } from "../server.mjs";
import { must, need } from "./tools.mjs";

const docusaurus = "3.10.2";

// builders make a site of the sources in a folder; each returns the folder of the
// site and by whom it was made.
const builders = {
  hugo(dir) {
    const by = need("hugo", ["version"], "hugo").split(/[-+ ]/).slice(0, 2).join(" ").replace("hugo v", "Hugo ");
    must("hugo", ["--quiet", "--destination", "out"], { cwd: dir });
    return { out: join(dir, "out"), by };
  },
  mkdocs(dir) {
    const by = need("mkdocs", ["--version"], "mkdocs").replace(/^.*version (\S+).*$/, "MkDocs $1");
    must("mkdocs", ["build", "--quiet", "--site-dir", "out"], { cwd: dir });
    return { out: join(dir, "out"), by };
  },
  docusaurus(dir) {
    const packages = ["@docusaurus/core", "@docusaurus/preset-classic"].map((name) => `${name}@${docusaurus}`);
    writeFileSync(join(dir, "package.json"), '{ "private": true }\n');
    must("npm", ["install", "--no-audit", "--no-fund", ...packages, "@mdx-js/react@3.1.1", "react@19.2.0", "react-dom@19.2.0"], { cwd: dir });
    must("npx", ["docusaurus", "build", "--out-dir", "out"], { cwd: dir });
    return { out: join(dir, "out"), by: `Docusaurus ${docusaurus}` };
  },
};

// keep puts a page away for the tests that cannot build it, without the generator's
// own scripts and styles, which are not there.
function keep(name, html, by) {
  const own = /<script\b(?![^>]*playground\.example)[^>]*>[^]*?<\/script>|<link\b[^>]*rel="(?:stylesheet|preload|modulepreload|preconnect)"[^>]*>/g;
  writeFileSync(builtFile(name), name === "docusaurus" ? html.replace(own, "").replace("<head>", '<head><link rel="icon" href="data:,">') : html);
  writeFileSync(madeFile, JSON.stringify({ ...made(), [name]: { by, of: digest(name) } }, null, 2) + "\n");
}

let site, browser;
before(async () => {
  site = await serve(siteDir, { prefix: "/play/" });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

describe("the page that is built by", () => {
  for (const [name, build] of Object.entries(builders)) {
    it(name, { timeout: 600_000 }, async (t) => {
      const dir = mkdtempSync(join(tmpdir(), `recipe-${name}-`));
      t.after(() => rmSync(dir, { recursive: true }));
      const write = (at) => {
        const { "built.html": _, ...files } = sources(name);
        for (const [path, text] of Object.entries(files)) {
          mkdirSync(dirname(join(dir, path)), { recursive: true });
          writeFileSync(join(dir, path), text.replaceAll(address, at));
        }
      };
      write(address);
      const { out, by } = build(dir);
      const html = readFileSync(join(out, "index.html"), "utf8");
      // The address of the playground is known only now; in scripts, too.
      const host = await serve(out, { host: "localhost", pages: { "": html.replaceAll(address, site.root) } });
      const page = await browser.newPage();
      await page.goto(host.root);
      await plays(page);
      if (name === "docusaurus") {
        // Its own scripts draw the next page, without a new document.
        await page.evaluate(() => (window.same = true));
        await page.getByRole("link", { name: "The other page" }).click();
        await page.waitForFunction(() => document.querySelectorAll("mfa-playground").length === 1 && window.same);
        await page.getByRole("link", { name: "Back", exact: true }).click();
        await plays(page);
      }
      await page.close();
      await host.close();
      keep(name, html, by);
    });
  }
});

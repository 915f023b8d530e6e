// A second version of the built site, for the tests of caches: as if somebody had
// changed the style and built again.

import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { siteDir } from "./harness.mjs";

const digest = (content, encoding) => createHash("sha256").update(content).digest(encoding);

// The line that the build writes above the service worker.
const head = /^self\.site=\{version:"(\w+)",files:(\{.*?\})\};\n/;

// filesOf returns what the service worker of a site keeps.
export const filesOf = (dir) => JSON.parse(head.exec(readFileSync(join(dir, "sw.js"), "utf8"))[2]);

// nextVersion makes the folder of the second version; style(dir) names its style.
export function nextVersion() {
  const dir = mkdtempSync(join(tmpdir(), "next-version-"));
  cpSync(siteDir, dir, { recursive: true });
  const from = style(dir);
  const css = readFileSync(join(dir, from), "utf8") + ".next-version{color:red}";
  const to = `assets/style.${digest(css, "hex").slice(0, 10)}.css`;
  renameSync(join(dir, from), join(dir, to));
  writeFileSync(join(dir, to), css);
  for (const name of readdirSync(dir, { recursive: true })) {
    if (!/\.(html|json)$|^sw\.js$/.test(name)) continue;
    writeFileSync(join(dir, name), readFileSync(join(dir, name), "utf8").replaceAll(from, to));
  }
  const files = filesOf(dir);
  for (const name of Object.keys(files)) {
    const file = name === "" || name.endsWith("/") ? name + "index.html" : name;
    files[name] = "sha256-" + digest(readFileSync(join(dir, file)), "base64");
  }
  const worker = readFileSync(join(dir, "sw.js"), "utf8");
  writeFileSync(join(dir, "sw.js"), worker.replace(head, () => `self.site={version:"next",files:${JSON.stringify(files)}};\n`));
  return { dir, remove: () => rmSync(dir, { recursive: true }) };
}

// style is the name of the style in a site: by it the versions are told apart.
export const style = (dir) => JSON.parse(readFileSync(join(dir, "files.json"), "utf8"))["style.css"];

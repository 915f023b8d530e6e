// files.js reads a tenant's configuration from files, a folder or an archive
// that somebody chose or dropped, and hands it to the program as values. It is
// loaded with the dialog that asks for them. Nothing leaves the page.

import { strFromU8, unzipSync } from "fflate";
import { parse } from "yaml";
import { importTenant } from "./deploycli.js";
import { Broken, fault } from "./broken.js";

// Limits: no tenant's configuration comes near them.
const mostFiles = 5000;
const mostBytes = 20_000_000;
const mostOfOne = 2_000_000;

const wanted = /\.(json|ya?ml|js)$/i;
const apart = /(^|\/)(\.git|node_modules|__MACOSX)\//;

// Basket collects files until it is full.
class Basket {
  files = Object.create(null);
  broken = []; // what is wrong with which file; never a piece of it: it may hold a secret
  other = []; // files of other kinds
  bytes = 0;

  add(path, size, read) {
    this.bytes += size;
    if (Object.keys(this.files).length >= mostFiles || this.bytes > mostBytes) {
      throw new Error(`These are more than ${mostFiles} files or ${mostBytes / 1e6} MB; expected a tenant's configuration.`);
    }
    if (size > mostOfOne) return this.broken.push(`${path}: larger than ${mostOfOne / 1e6} MB`);
    try {
      this.files[path] = valueOf(path, read());
    } catch (error) {
      this.broken.push(`${path}${error instanceof Broken ? error.message : ": cannot be read"}`);
    }
  }

  // wants tells whether to read a file; others are listed.
  wants(path) {
    if (apart.test(path)) return void (this.apart ||= this.other.push("what lies in .git and node_modules"));
    return wanted.test(path) || !this.other.push(`${path}: no .json, .yaml or .js`);
  }

  // zip opens an archive. What a file says of its size is checked before it is
  // unpacked, and it is unpacked into that size and no more.
  zip(bytes) {
    let sum = 0;
    const entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (name.endsWith("/") || !this.wants(name)) return false;
        if ((sum += originalSize) > mostBytes) throw new Error(`The archive holds more than ${mostBytes / 1e6} MB; expected a tenant's configuration.`);
        return true;
      },
    });
    for (const [name, content] of Object.entries(entries)) this.add(name, content.length, () => strFromU8(content));
  }
}

// valueOf turns a file into the value that it holds; code stays text. Keywords
// that the Deploy CLI replaces stand outside of quotes; here they are text.
function valueOf(path, text) {
  if (/\.js$/i.test(path)) return text;
  const whole = text.replace(/(:\s*|,\s*|\[\s*)@@(\w+)@@/g, '$1"@@$2@@"').replace(/^\uFEFF/, "");
  if (/\.json$/i.test(path)) {
    try {
      return JSON.parse(whole);
    } catch {
      throw fault(whole);
    }
  }
  try {
    return parse(whole, { maxAliasCount: 100, schema: "core" });
  } catch (error) {
    throw new Broken(whole, error.pos?.[0] ?? 0, `YAML (${String(error.code ?? "too many aliases").toLowerCase().replaceAll("_", " ")})`);
  }
}

// pathOf is where a file lies in the folder that was chosen.
const pathOf = (file) => file.webkitRelativePath || file.name;

async function readAll(files) {
  const basket = new Basket();
  for (const file of files) {
    const path = pathOf(file);
    if (/\.zip$/i.test(path) && !apart.test(path)) {
      if (file.size > mostBytes) throw new Error(`${path} has more than ${mostBytes / 1e6} MB; expected a tenant's configuration.`);
      try {
        basket.zip(new Uint8Array(await file.arrayBuffer()));
      } catch (error) {
        throw new Error(error.message?.startsWith("The") ? error.message : `${path} cannot be unpacked (${error.message}); expected a .zip archive.`);
      }
    } else if (basket.wants(path)) {
      const text = file.size > mostOfOne ? "" : await file.text();
      basket.add(path, file.size, () => text);
    }
  }
  const made = importTenant(basket.files, window.mfaPlayground.check);
  return { ...made, broken: basket.broken, left: [...(made.left ?? []), ...basket.other] };
}

// dropped lists what was dropped, folders with all that is in them.
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  const files = [];
  const walk = async (entry, path) => {
    if (files.length > mostFiles) return;
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      Object.defineProperty(file, "webkitRelativePath", { value: path + entry.name });
      return files.push(file);
    }
    const reader = entry.createReader();
    for (;;) {
      const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!batch.length) return;
      for (const one of batch) await walk(one, `${path}${entry.name}/`);
    }
  };
  for (const entry of entries) await walk(entry, "");
  return files;
}

// <file-import> tells the program of the files that were chosen in it, or
// dropped on it.
class FileImport extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => {
      event.stopPropagation();
      this.take(async () => [...event.target.files]);
    });
    for (const { files } of this.querySelectorAll("input")) {
      if (files.length) this.take(async () => [...files]); // chosen before this was loaded
    }
    this.addEventListener("dragover", (event) => {
      event.preventDefault();
      this.dataset.over = "yes";
    });
    this.addEventListener("dragleave", () => delete this.dataset.over);
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      delete this.dataset.over;
      this.take(() => dropped(event.dataTransfer));
    });
  }

  async take(list) {
    let value;
    try {
      value = await readAll(await list());
    } catch (error) {
      value = { error: error.message };
    }
    this.dispatchEvent(new CustomEvent("edit", { detail: { value: JSON.stringify(value) } }));
  }
}

customElements.define("file-import", FileImport);

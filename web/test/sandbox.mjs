// The browser's script host on a page of its own: the real Worker, bundled as in
// the site, under a strict Content-Security-Policy.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./harness.mjs";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
export const scripts = join(web, "..", "engine", "script");

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";
const types = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", wasm: "application/wasm" };

// prelude joins the parts as engine/script/prelude.go does.
export function prelude() {
  const folder = join(scripts, "prelude");
  const lines = readdirSync(folder).sort().flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));
  const kept = lines.map((line) => line.trim()).filter((line) => line && !line.startsWith("//"));
  return `(function () {\n'use strict';\n${kept.join("\n")}\nreturn drive;\n})()`;
}

// build makes the folder that is served: the Worker, the engine, one page.
function build() {
  const dir = mkdtempSync(join(tmpdir(), "script-host-"));
  execFileSync("node", [join(web, "node_modules/esbuild/bin/esbuild"), join(web, "script-worker.js"), "--bundle", "--minify",
    "--format=iife", "--target=es2022", "--log-level=warning", `--outfile=${join(dir, "script-worker.js")}`]);
  cpSync(join(web, "node_modules/quickjs-wasi/quickjs.wasm"), join(dir, "quickjs.wasm"));
  writeFileSync(join(dir, "prelude.js"), prelude());
  return dir;
}

function listen(dir) {
  const server = createServer((request, response) => {
    const name = new URL(request.url, "http://localhost").pathname.slice(1) || "index.html";
    const headers = { "Content-Type": types[name.split(".").pop()] ?? "text/plain", "Content-Security-Policy": policy };
    if (name === "index.html") return response.writeHead(200, headers).end("<!doctype html><title>Script host</title>");
    try {
      const content = readFileSync(join(dir, name));
      return response.writeHead(200, headers).end(content);
    } catch {
      return response.writeHead(404, headers).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

// connect runs in the page: it starts the Worker and leaves window.ask there.
function connect() {
  const worker = new Worker("script-worker.js");
  const waiting = new Map();
  let count = 0;
  worker.onmessage = ({ data }) => {
    const { resolve, reject } = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error === undefined) resolve(data.text);
    else reject(new Error(data.error));
  };
  window.ask = (message) =>
    new Promise((resolve, reject) => {
      const id = ++count;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...message, id });
      worker.onerror = (event) => reject(new Error(event.message || "the Worker could not be loaded"));
    });
  return window.ask({ op: "boot" });
}

// startSandbox resolves to { page, faults, close }; in the page, ask(message) talks
// to the Worker. faults lists what the policy refused and what went wrong.
export async function startSandbox() {
  const dir = build();
  const server = await listen(dir);
  const browser = await launch();
  const page = await browser.newPage();
  const faults = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(`http://127.0.0.1:${server.address().port}/`)) faults.push(`foreign request: ${request.url()}`);
  });
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(connect);
  const close = async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(dir, { recursive: true });
  };
  return { page, faults, close };
}

// sw.js keeps the site for reading without a network. The build writes above
// this, as self.site, the version of the site and its files with their digests:
//
//   { version: "0123456789", files: { "": "sha256-…", "assets/app.0123456789.wasm": "sha256-…" } }
//
// Each version has a store of its own, filled with exactly its files or not at
// all, and a page gets everything from one of them: versions never mix. A new
// version waits until no page of the old one is open, or until the reader asks
// for it (offline.js).
"use strict";

const { version, files } = self.site;
const scope = self.registration.scope;
const ours = `mfa-playground:${new URL(scope).pathname}:`; // an origin can hold several sites
const current = ours + version;
const isAsset = (name) => name.startsWith("assets/");

// nameOf is a file's name by an address, or null: of a folder's page, the folder.
function nameOf(address) {
  const url = new URL(address);
  url.hash = url.search = "";
  if (!url.href.startsWith(scope)) return null;
  return url.href.slice(scope.length).replace(/(^|\/)index\.html$/, "$1");
}

// fetched gets one file of this version. What an earlier version has under the
// same name is the same: names hold digests. Pages keep their names, so they come
// from the network, and only if they are those of this version.
async function fetched(name) {
  const address = new URL(name, scope).href;
  const known = isAsset(name) ? await caches.match(address) : undefined;
  if (known) return known;
  const response = await fetch(address, { cache: isAsset(name) ? "default" : "reload", integrity: files[name] });
  if (!response.ok) throw new Error(`${name || "the first page"} was answered with status ${response.status}`);
  // A redirected answer is refused for a page; its content is not.
  return response.redirected ? new Response(response.body, { headers: response.headers }) : response;
}

// rest leaves the machine to the page, which somebody uses meanwhile: four
// times as long as the last file took, at most 50 ms on a slow network.
const rest = (took) => new Promise((resolve) => setTimeout(resolve, Math.min(50, 4 * took)));

async function fill() {
  const store = await caches.open(current);
  try {
    for (const name of Object.keys(files)) {
      const start = performance.now();
      await store.put(new URL(name, scope).href, await fetched(name));
      await rest(performance.now() - start);
    }
  } catch (error) {
    await caches.delete(current);
    throw error;
  }
}

// tidy drops all versions but this and the one before, whose pages may be open
// still and want something that they have not loaded yet.
async function tidy() {
  const names = (await caches.keys()).filter((name) => name.startsWith(ours));
  const others = names.filter((name) => name !== current);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

// stored answers from this version; an asset also from the one before.
async function stored(request, name) {
  const address = new URL(name, scope).href;
  const store = await caches.open(current);
  const found = (await store.match(address)) ?? (isAsset(name) ? await caches.match(address) : undefined);
  return found ?? fetch(request);
}

// unknown answers for what is not stored.
async function unknown(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const page = request.mode === "navigate" && (await caches.match(new URL("404.html", scope).href));
    if (!page) throw error;
    return new Response(page.body, { status: 404, headers: page.headers });
  }
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", ({ data }) => {
  if (data === "take over") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const name = request.method === "GET" ? nameOf(request.url) : null;
  if (name === null) return;
  if (Object.hasOwn(files, name) || isAsset(name)) event.respondWith(stored(request, name));
  else if (request.mode === "navigate") event.respondWith(unknown(request));
});

// A static file server as plain as hosts can be: files under a sub-path, no
// compression, no clever headers. What works here works on any host.

import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

// serve answers for the files of dir below prefix and resolves to
// { origin, root, asked, use, close }: asked lists the names of the files that
// were asked for, use(dir) serves another folder from now on. Options:
//   prefix  path of the site, such as "/some/where/"
//   pages   { "name.html": text }: made-up files, answered before those of dir
//   types   { ".wasm": "application/octet-stream" }: other media types
//   delay   { ".wasm": 500 }: milliseconds before files of that kind are sent
//   pause   { after: "</header>", ms: 500 }: pages are sent in two parts, so far apart
//   headers (name) => ({ ... }): more headers for a file
//   host    the name by which the server is called
export async function serve(dir, { prefix = "/", pages = {}, types: other = {}, delay = {}, pause = null, headers = () => ({}), host = "127.0.0.1" } = {}) {
  const asked = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    if (path === "/favicon.ico") return response.writeHead(204).end();
    if (!path.startsWith(prefix)) return response.writeHead(404).end("outside of the site");
    const name = path.slice(prefix.length);
    asked.push(name);
    if (name in pages) {
      return response.writeHead(200, { "Content-Type": types[extname(name) || ".html"], ...headers(name) }).end(pages[name]);
    }
    let file = join(dir, normalize("/" + name));
    if (existsSync(file) && statSync(file).isDirectory()) {
      if (!path.endsWith("/")) return response.writeHead(301, { Location: path + "/" }).end();
      file = join(file, "index.html");
    }
    const found = existsSync(file);
    const ext = found ? extname(file) : ".html";
    const type = other[ext] ?? types[ext] ?? "application/octet-stream";
    const send = () => {
      response.writeHead(found ? 200 : 404, { "Content-Type": type, ...headers(name) });
      const sent = found ? file : join(dir, "404.html");
      if (!pause || ext !== ".html") return createReadStream(sent).pipe(response);
      const [head, ...rest] = readFileSync(sent, "utf8").split(pause.after);
      response.write(head + pause.after);
      setTimeout(() => response.end(rest.join(pause.after)), pause.ms);
    };
    setTimeout(send, delay[ext] ?? 0);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://${host}:${server.address().port}`;
  const use = (other) => (dir = other);
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { origin, root: origin + encodeURI(prefix), asked, use, close };
}

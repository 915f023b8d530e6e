// The lines for nginx and Apache in HOSTING.md, as they stand there, before the
// built site under a path: what each file is sent as, and that the page runs.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { interactive, launch, named, siteDir } from "../harness.mjs";
import { must, need } from "./tools.mjs";

const manual = readFileSync(new URL("../../HOSTING.md", import.meta.url), "utf8");
const block = (title) => /```\n([^]*?)```/.exec(manual.split(`\n## ${title}\n`)[1])[1];

const isRoot = process.getuid?.() === 0;

// freePort returns a port that nobody listens on.
const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

// servers start a host in a folder that has the site in www/play; each returns
// how to end it.
const servers = {
  nginx(dir, port) {
    need("nginx", ["-v"], "nginx-light", "libnginx-mod-http-brotli-static");
    const brotli = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";
    assert.ok(existsSync(brotli), `${brotli} is not here (Debian: apt-get install libnginx-mod-http-brotli-static)`);
    const conf = join(dir, "nginx.conf");
    writeFileSync(conf, `
      load_module ${brotli};
      pid ${dir}/pid; error_log ${dir}/error.log; ${isRoot ? "user www-data;" : ""}
      events {}
      http {
        include /etc/nginx/mime.types; access_log off;
        ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${dir}/${name};`).join(" ")}
        server { listen 127.0.0.1:${port}; ${block("nginx").replaceAll("/srv/www", join(dir, "www"))} }
      }`);
    must("nginx", ["-c", conf, "-e", join(dir, "error.log")]);
    return () => must("nginx", ["-c", conf, "-e", join(dir, "error.log"), "-s", "quit"]);
  },
  Apache(dir, port) {
    need("apache2", ["-v"], "apache2");
    const conf = join(dir, "apache.conf");
    const modules = ["mpm_event", "authz_core", "dir", "mime", "negotiation", "filter", "deflate", "headers", "rewrite"];
    writeFileSync(join(dir, "www", "play", ".htaccess"), block("Apache"));
    writeFileSync(conf, `
ServerRoot ${dir}
PidFile ${dir}/pid
ErrorLog ${dir}/error.log
Mutex file:${dir}
Listen 127.0.0.1:${port}
ServerName localhost
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
${isRoot ? "User www-data\nGroup www-data" : ""}
TypesConfig /etc/mime.types
Include /etc/apache2/mods-available/mime.conf
Include /etc/apache2/mods-available/deflate.conf
DirectoryIndex index.html
DocumentRoot ${dir}/www
<Directory ${dir}/www>
  Require all granted
  AllowOverride All
  Options FollowSymLinks
</Directory>
`);
    must("apache2", ["-f", conf, "-k", "start"]);
    return () => must("apache2", ["-f", conf, "-k", "stop"]);
  },
};

const kept = "public, max-age=31536000, immutable";

for (const [name, start] of Object.entries(servers)) {
  describe(name, () => {
    let dir, end, port;
    before(async () => {
      dir = mkdtempSync(join(tmpdir(), "host-"));
      chmodSync(dir, 0o755);
      mkdirSync(join(dir, "www"));
      cpSync(siteDir, join(dir, "www", "play"), { recursive: true });
      port = await freePort();
      end = start(dir, port);
      for (let i = 0; i < 100 && !(await ask("").catch(() => null)); i++) await new Promise((resolve) => setTimeout(resolve, 50));
    });
    after(async () => {
      end?.();
      await new Promise((resolve) => setTimeout(resolve, 500));
      rmSync(dir, { recursive: true, force: true });
    });

    const ask = (path, accept = "gzip, deflate, br") =>
      new Promise((resolve, reject) => {
        const headers = accept ? { "Accept-Encoding": accept } : {};
        get({ host: "127.0.0.1", port, path: `/play/${path}`, headers }, (response) => {
          let bytes = 0;
          response.on("data", (part) => (bytes += part.length));
          response.on("end", () => resolve({ status: response.statusCode, bytes, ...response.headers }));
        }).on("error", reject);
      });
    const size = (file) => readFileSync(join(siteDir, file)).length;

    for (const [path, type, cache, origin, file = path] of [
      ["", "text/html", "no-cache", undefined, "index.html"],
      ["lessons/remember-this-device/", "text/html", "no-cache", undefined, "lessons/remember-this-device/index.html"],
      ["embed/the-display-that-stopped/", "text/html", "no-cache", undefined, "embed/the-display-that-stopped/index.html"],
      [named("app.wasm"), "application/wasm", kept],
      [named("boot.js"), "text/javascript", kept],
      [named("style.css"), "text/css", kept],
      [named("icon.svg"), "image/svg+xml", kept],
      ["sw.js", "text/javascript", "no-cache"],
      ["embed.js", "text/javascript", "public, max-age=3600", "*"],
      ["embed.d.ts", "text/plain", "no-cache"],
      ["files.json", "application/json", "no-cache"],
    ]) {
      it(`sends ${path || "the first page"} as it should be`, async () => {
        for (const [accept, coding, suffix] of [["gzip, deflate, br", "br", ".br"], ["gzip", "gzip", ".gz"], ["", undefined, ""]]) {
          const got = await ask(path, accept);
          const what = `asked with Accept-Encoding ${JSON.stringify(accept)}`;
          assert.equal(got.status, 200, what);
          assert.equal(got["content-type"].split(";")[0], type, what);
          assert.equal(got["content-encoding"], coding, what);
          assert.equal(got.bytes, size(file + suffix), `${what}: not the file that lies there`);
          assert.equal(got["cache-control"], cache, what);
          assert.equal(got["access-control-allow-origin"], origin, what);
          assert.match(got.vary, /Accept-Encoding/i, what);
        }
      });
    }

    it("answers what is not there with the site's own page, and a folder with its slash", async () => {
      const none = await ask("lessons/none/");
      assert.equal(none.status, 404);
      assert.equal(none.bytes, size("404.html.br"));
      const moved = await ask("lessons/remember-this-device");
      assert.equal(moved.status, 301);
      assert.match(moved.location, /\/play\/lessons\/remember-this-device\/$/);
    });

    it("runs the playground, and is kept for reading without a network", async () => {
      const browser = await launch();
      const page = await browser.newPage();
      const faults = [];
      page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
      page.on("pageerror", (error) => faults.push(String(error)));
      await page.goto(`http://127.0.0.1:${port}/play/`);
      await interactive(page);
      await page.waitForFunction(() => navigator.serviceWorker.controller, null, { timeout: 60_000 });
      assert.deepEqual(faults, []);
      await browser.close();
    });
  });
}

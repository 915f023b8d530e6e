// Real programs and the tenant: the server `go run ./app tenant` as a process,
// and somebody with a browser that has no JavaScript.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const top = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

// callback is where the applications of the tests live. Nobody listens there:
// the browser of the tests stops before it.
export const callback = "http://127.0.0.1:9/callback";

// scenario returns a tenant that asks everybody for a second factor; more is
// added to its tenant file.
export const scenario = (more = "") => `A tenant for real clients

-- tenant --
start 2026-11-02T08:00:00Z
policy always
person ada email=ada@example.com
app portal type=spa name="Ada's portal"
app spinner type=spa refresh=rotating
app wall type=device
app mobile type=native
${more}
-- steps --
`;

// built is where the program lies once it was needed.
let built;

// build makes the program, once for each test file, and returns its name.
export function build() {
  if (built) return built;
  const dir = mkdtempSync(join(tmpdir(), "app-"));
  process.once("exit", () => rmSync(dir, { recursive: true }));
  const run = spawnSync("go", ["build", "-o", join(dir, "app"), "./app"], { cwd: top, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`go build ./app: ${run.stderr || run.error}`);
  return (built = join(dir, "app"));
}

// serveTenant starts the tenant of a scenario and resolves to
// { origin, certificate, advance, state, close }. With https it answers with a
// certificate of its own, which lies in the file `certificate`.
export async function serveTenant(text, { https = false } = {}) {
  const dir = mkdtempSync(join(tmpdir(), "tenant-"));
  const file = join(dir, "scenario.txtar");
  const certificate = join(dir, "tenant.pem");
  writeFileSync(file, text);
  const args = ["tenant", "-addr", "127.0.0.1:0", ...(https ? ["-cert", certificate] : []), file];
  const server = spawn(build(), args, { cwd: top, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const close = async () => {
    server.kill("SIGINT");
    const code = await ended;
    rmSync(dir, { recursive: true });
    if (code !== 0) throw new Error(`app tenant ended with ${code}`);
  };
  for await (const line of createInterface({ input: server.stdout })) {
    const origin = / answers at (\S+)\/ /.exec(line)?.[1];
    if (!origin) break;
    server.stdout.resume();
    const sim = async (method, path) => (await fetch(`${origin}/_sim/${path}`, { method })).json();
    const advance = (by) => sim("POST", `advance?by=${by}`);
    return { origin, certificate, advance, state: () => sim("GET", "state"), close };
  }
  throw new Error(`app tenant said no address; exit ${await ended}`);
}

// Person is somebody with a browser of one tab. It follows redirects until a
// page of the tenant, or the callback.
export class Person {
  #cookies = new Map();

  // signIn goes all the way through an authorization as a person of that name
  // and resolves to the address of the callback.
  async signIn(address, name = "ada") {
    let page = await this.open(address);
    if (page.button(name)) page = await this.press(page, name);
    if (page.code) page = await this.press(page, undefined, { code: page.code });
    if (!page.callback) throw new Error(`signing in ended on ${page.status}:\n${page.text}`);
    return page.callback;
  }

  // open loads an address.
  async open(address, options = {}) {
    const headers = { cookie: [...this.#cookies].map((pair) => pair.join("=")).join("; ") };
    const response = await fetch(address, { redirect: "manual", ...options, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]*)=([^;]*)/.exec(line);
      this.#cookies.set(name, value);
    }
    const to = response.headers.get("location");
    if (to?.startsWith(callback)) return { callback: new URL(to), button: () => undefined };
    if (to) return this.open(new URL(to, address));
    return read(response.status, await response.text());
  }

  // press sends the form of a page with one of its buttons.
  press(page, label, fields = {}) {
    const button = page.button(label);
    if (label && !button) throw new Error(`there is no button ${label} on this page:\n${page.text}`);
    const body = new URLSearchParams({ ...page.fields, ...button, ...fields });
    return this.open(page.action, { method: "POST", body });
  }
}

// read takes a page of the tenant apart.
function read(status, text) {
  const plain = (s) => s?.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&#34;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
  const all = (pattern) => [...text.matchAll(pattern)].map((match) => match.map(plain));
  const buttons = all(/<button name="(.*?)" value="(.*?)">(.*?)<\/button>/g);
  return {
    status,
    text,
    title: plain(/<h1>(.*)<\/h1>/.exec(text)?.[1]),
    action: plain(/<form method="post" action="(.*?)">/.exec(text)?.[1]),
    code: /The authenticator shows (\d{6})/.exec(text)?.[1],
    fields: Object.fromEntries(all(/<input (?:type="hidden" )?name="(.*?)" value="(.*?)"/g).map(([, name, value]) => [name, value])),
    button(label) {
      const found = buttons.find((button) => button[3] === label);
      return found && { [found[1]]: found[2] };
    },
  };
}

// embed-frame.js runs first in the pages of embeds, which stand in somebody
// else's page. It arranges the pre-rendered poster, holds the program back until
// the reader comes near, and talks to the page around.
//
//   <script src="embed-frame.js" data-root="../../" data-packed="assets/packed.js"></script>
//
// The options are in the part of the address that no server sees:
//
//   #panels=code,display&at=4&theme=dark&host=https://docs.example
//
// host is the origin of the page around. Only its parent window, and only from
// that origin, may command the embed, and only that origin is told what happens;
// without host the embed neither listens nor tells.
"use strict";

(() => {
  const { root, packed } = document.currentScript.dataset;
  const site = new URL(root, document.baseURI);
  const framed = parent !== window;
  const cutOff = self.origin === "null"; // sandboxed without allow-same-origin
  const option = (name) => new URLSearchParams(location.hash.slice(1)).get(name);
  const host = framed ? option("host") : null;

  // --- The page around ---------------------------------------------------------

  // tell sends a message to the host. An origin that is cut off has no name, so
  // that nobody else can be meant but the parent window itself.
  function tell(message) {
    if (host) parent.postMessage({ source: "mfa-playground", ...message }, host === "null" ? "*" : host);
  }

  const commands = {
    start: () => start(),
    theme: ({ theme }) => dress(theme),
    goTo: ({ step }) => command({ type: "goTo", step: String(step) }),
    setCode: ({ name, code }) => command({ type: "setCode", name, code }),
    load: ({ lesson, scenario }) => (lesson ? open(lesson) : command({ type: "load", scenario })),
  };

  addEventListener("message", ({ source, origin, data }) => {
    if (!host || source !== parent || origin !== host) return;
    if (typeof data !== "object" || data?.target !== "mfa-playground") return;
    if (Object.hasOwn(commands, data.type)) commands[data.type](data);
    else tell({ type: "problem", text: `unknown command ${JSON.stringify(data.type)}; expected ${Object.keys(commands).join(", ")}` });
  });

  // open shows another lesson, with the same options.
  function open(lesson) {
    if (!/^[a-z0-9-]+$/.test(lesson)) return tell({ type: "problem", text: `${JSON.stringify(lesson)} is no lesson` });
    const options = new URLSearchParams(location.hash.slice(1));
    for (const name of ["s", "scenario", "at"]) options.delete(name);
    const address = new URL(`embed/${lesson}/`, site);
    address.hash = options;
    location.replace(address);
  }

  // --- The program ---------------------------------------------------------------

  let waiting = []; // commands that came before the program ran
  const send = (detail) => dispatchEvent(new CustomEvent("mfa-command", { detail }));

  function command(detail) {
    start();
    if (waiting) waiting.push(detail);
    else send(detail);
  }

  addEventListener("mfa-event", ({ detail }) => {
    const event = JSON.parse(detail);
    tell(event.type === "error" ? { ...event, type: "problem" } : event);
    if (event.type !== "ready" || !waiting) return;
    const late = waiting;
    waiting = null;
    late.forEach(send);
  });

  // near resolves when the reader comes near: the host says so, or the embed
  // itself comes into view.
  let start;
  let near = new Promise((resolve) => (start = resolve));
  function watch() {
    if (!framed || !window.IntersectionObserver) return start();
    const seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && start());
    seen.observe(document.body);
    near.then(() => seen.disconnect());
  }

  // share compiles the program once for all embeds of a page: those beside this
  // one are of its own origin, however foreign the page around is.
  function share(compile) {
    for (let i = 0; i < parent.length; i++) {
      try {
        const { program, build } = parent[i].mfaFrame ?? {};
        if (program && build === packed) return (frame.program = program.catch(compile));
      } catch {
        // somebody else's frame
      }
    }
    return (frame.program = compile());
  }

  // Where the page is cut off from its own origin, a host that does not allow
  // requests from anywhere refuses it its files, but not its scripts: one of them
  // holds the files.
  const files = {};
  function unpack(all) {
    return Promise.all(
      Object.entries(all).map(async ([name, text]) => {
        const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
        const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
        const type = name.endsWith(".wasm") ? "application/wasm" : "text/javascript";
        files[name] = URL.createObjectURL(new Blob([await new Response(stream).arrayBuffer()], { type }));
      }),
    );
  }
  function fetchPacked(address) {
    return new Promise((resolve, reject) => {
      frame.unpack = (all) => unpack(all).then(resolve, reject);
      const script = document.createElement("script");
      script.src = new URL(address, site);
      script.onerror = () => reject(new Error(`${script.src.split("/").pop()} did not load`));
      document.head.append(script);
    });
  }
  if (cutOff) near = near.then(() => fetchPacked(packed));

  // reveal scrolls the boxes around an element, but not the page, nor the one
  // around that, which a browser's own scrollIntoView does.
  function reveal(element) {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      const inner = element.getBoundingClientRect();
      const outer = box.getBoundingClientRect();
      if (box.scrollHeight > box.clientHeight) box.scrollTop += Math.min(0, inner.top - outer.top) + Math.max(0, inner.bottom - outer.bottom);
      if (box.scrollWidth > box.clientWidth) box.scrollLeft += Math.min(0, inner.left - outer.left) + Math.max(0, inner.right - outer.right);
    }
  }

  const frame = (window.mfaFrame = { near, share, files, reveal, build: packed, more: cutOff ? fetchPacked : null });

  // --- The looks -------------------------------------------------------------------

  function dress(theme) {
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }

  const panelOf = { code: "tenant", browser: "stage", display: "stage" };

  // arrange shows the parts of the poster that are asked for, in their order. The
  // program draws just those.
  function arrange() {
    const hide = option("hide-tenant") === "on";
    const asked = (option("panels") ?? "").split(/[, ]+/).filter(Boolean);
    const names = (asked.length ? asked : ["code", "stage"]).filter((name) => !hide || !/^(code|tenant)$/.test(name));
    for (const part of document.querySelectorAll(".part[data-of]")) {
      const own = names.filter((name) => (panelOf[name] ?? name) === part.dataset.of || (part.dataset.of === "inspector" && !/^(code|tenant|stage|browser|display|time|goal)$/.test(name)));
      part.hidden = own.length === 0;
      if (own.length) part.dataset.part = own.length > 1 && part.dataset.of === "stage" ? "stage" : own[0];
      part.style.order = names.indexOf(own[0]);
    }
    const bar = document.querySelector(".embed-bar");
    bar?.classList.toggle("bare", option("controls") === "off");
  }

  // A frame of a given height is filled; any other gets the height that it needs.
  if (!host || option("height")) document.documentElement.dataset.fill = "yes";
  dress(option("theme"));
  // The playground speaks English: only its variants are told to the reader's tools.
  const lang = option("lang");
  const english = /^en(-[\da-z]+)*$/i.test(lang ?? "");
  if (english) document.documentElement.lang = lang;

  // complain tells whoever wrote the page around, not its readers.
  function complain(text) {
    console.warn(`mfa-playground: ${text}`);
    tell({ type: "problem", text });
  }

  function ready() {
    arrange();
    watch();
    tell({ type: "hello" });
    if (lang && !english) complain(`lang=${JSON.stringify(lang)}: the playground speaks English only; expected en, or a variant such as en-GB`);
    const size = () => tell({ type: "size", height: Math.ceil(document.body.getBoundingClientRect().height) });
    new ResizeObserver(size).observe(document.body);
  }
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", ready);
  else ready();
  addEventListener("hashchange", () => dress(option("theme")));
})();

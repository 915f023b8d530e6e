// boot.js starts the WebAssembly program over a page that is already readable.
//
//   <script async src="boot.js" data-root="../../" data-files='{"app.wasm": "assets/app.0123456789.wasm"}'></script>
//
// It stands first in the document and asks for the program at once, for its small
// scripts with the first frame: the program arrives and is compiled on other
// threads while the panels are laid out.
//
// data-root is the way from the document to the site's root, so that the site
// works under any path of any host. data-files lists the names that the files
// have there: each holds the digest of its content, so that no cache ever mixes
// the files of two versions.
//
// The page's toolkit (go-app) asks its host page for the functions set below
// and nothing else; it brings its own loader, which is not used: that one
// covers the page, rebuilds the response as a stream of its own (9 MB of heap
// instead of 2) and keeps the browser from caching the compiled code.
"use strict";

(() => {
  const { root = "", files = "{}" } = document.currentScript.dataset;
  const site = new URL(root, document.baseURI);
  const names = JSON.parse(files);
  const frame = window.mfaFrame; // in an embed: embed-frame.js
  const file = (name) => frame?.files[name] ?? new URL(names[name] ?? name, site).href;
  const prefix = site.pathname.replace(/\/$/, "");

  // --- What go-app calls on window ------------------------------------------

  const environment = {
    GOAPP_STATIC_RESOURCES_URL: prefix,
    GOAPP_INTERNAL_URLS: "[]",
  };
  window.goappGetenv = (name) => environment[name] ?? "";
  window.mfaSite = { root: site.href, file, fragment: location.hash }; // for the program and for tests

  // go-app reads the browser's storage and does not expect a refusal, which is
  // what private windows and other people's pages can answer with. It gets a
  // storage that forgets.
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      if (window[name]) continue;
    } catch {
      // refused
    }
    const kept = new Map();
    const value = {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, text) => void kept.set(key, String(text)),
      removeItem: (key) => void kept.delete(key),
      clear: () => kept.clear(),
      key: (i) => [...kept.keys()][i] ?? null,
      get length() {
        return kept.size;
      },
    };
    Object.defineProperty(window, name, { value, configurable: true });
  }

  // Light or dark, if somebody chose here (web/theme.js). The document has set it
  // before its first paint, unless a host's own policy refused that script. An
  // embed looks as its host does.
  const theme = frame ? null : localStorage.getItem("mfa-playground:theme");
  if (theme) document.documentElement.dataset.theme = theme;

  // Go's net/url refuses a fragment with a broken escape, and go-app does not
  // expect that: it would end the program. The program gets such a link as it
  // is, to say what is wrong with it; the address bar keeps none of it.
  try {
    decodeURIComponent(location.hash);
  } catch {
    history.replaceState(null, "", location.pathname + location.search);
  }

  // go-app takes every click on a link. These it must leave to the browser: it
  // listens on window, so stopping the event at the document is enough.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    const plain = link.target || link.hasAttribute("data-plain") || event.shiftKey || event.altKey;
    if (plain || event.defaultPrevented) event.stopPropagation();
  });

  // --- Messages ---------------------------------------------------------------

  function say(text) {
    const status = document.getElementById("boot-status");
    if (!status) return;
    status.textContent = text;
    status.hidden = text === "";
  }

  // fail tells what does not work and what still does.
  function fail(cause) {
    say(`The page can be read, but nothing can be changed here: ${cause}`);
    performance.mark("boot-failed");
  }

  // load runs a script of the site. It is a classic one: the pages of an embed can
  // be cut off from the site's origin (a sandbox), and modules are then refused.
  function load(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = file(name);
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${name} did not load`));
      document.head.append(script);
    });
  }

  // need loads a script once, when somebody first wants what it does.
  const needed = {};
  function need(name) {
    needed[name] ??= load(name).catch((error) => {
      delete needed[name]; // the next one may try again
      throw error;
    });
    return needed[name];
  }
  // ask has a function of share.js do something.
  const ask = (name, ...args) => need("share.js").then(() => window.mfaSite.share[name](...args));
  Object.assign(window.mfaSite, { need, ask });

  // --- Text typed before the program runs -------------------------------------

  // The program draws the page anew when it mounts. What the reader typed into
  // the code area until then is carried over, with the cursor.
  function carryOver() {
    const area = document.querySelector("code-editor textarea");
    if (!area) return () => {};
    const held = document.activeElement === area;
    return () => {
      const fresh = document.querySelector("code-editor textarea");
      if (!fresh || fresh === area) return;
      if (area.value !== area.defaultValue) {
        fresh.value = area.value;
        fresh.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }
      if (held) {
        fresh.focus();
        fresh.setSelectionRange(area.selectionStart, area.selectionEnd);
      }
    };
  }

  // mounted resolves when the program has replaced the pre-rendered page.
  function mounted() {
    const first = document.body.firstElementChild;
    return new Promise((resolve) => {
      const watch = new MutationObserver(() => {
        if (document.body.firstElementChild === first) return;
        watch.disconnect();
        resolve();
      });
      watch.observe(document.body, { childList: true });
    });
  }

  // --- Start --------------------------------------------------------------------

  // framed resolves when a frame is about to be painted: what is asked for now
  // comes after it. A hidden page is not painted.
  function framed() {
    if (document.hidden) return Promise.resolve();
    return new Promise((resolve) => requestAnimationFrame(resolve));
  }

  // painted resolves when the reader sees the page. What is not needed for that
  // waits, so that it does not compete with it.
  function painted() {
    return framed().then(() => new Promise((resolve) => setTimeout(resolve)));
  }

  // styled resolves when the style of the panels and the icons are there. The
  // panels have been styled before, by a link that stands in the pre-rendered
  // page and goes with it: this one, from the browser's memory, stays. It counts
  // when that one goes: the same rules a second time would have the whole page
  // styled anew.
  function styled() {
    const sheets = ["style.css", "icons.css"].map((name) => {
      const sheet = document.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = file(name);
      return sheet;
    });
    sheets[0].media = "not all";
    const loaded = sheets.map((sheet) => new Promise((resolve) => (sheet.onload = sheet.onerror = resolve)));
    document.head.append(...sheets);
    return Promise.all(loaded).then(() => sheets[0]);
  }

  // compile compiles while the file arrives. A host that serves .wasm under
  // another type makes browsers refuse that; then the whole file is read first.
  async function compile() {
    const response = await fetch(file("app.wasm"));
    if (!response.ok) throw new Error(`app.wasm was answered with status ${response.status}`);
    const type = response.headers.get("Content-Type") ?? "";
    if (WebAssembly.compileStreaming && /^application\/wasm\b/.test(type)) {
      return WebAssembly.compileStreaming(response);
    }
    return WebAssembly.compile(await response.arrayBuffer());
  }

  // runtime loads Go's own glue, which defines the class Go, and ours: without
  // that the program runs, but keeps nothing and knows no drag.
  function runtime() {
    const ours = load("page.js").catch((error) => console.error("boot: keys, dragging and keeping do not work:", error));
    return Promise.all([load("wasm_exec.js"), ours]);
  }

  // parsed resolves when the whole document is there.
  function parsed() {
    if (document.readyState !== "loading") return Promise.resolve();
    return new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
  }

  async function start() {
    const able = typeof WebAssembly === "object";
    const alone = able && !frame;
    const early = alone ? compile() : null;
    const glue = alone ? framed().then(runtime) : null;
    for (const asked of [early, glue]) asked?.catch(() => {}); // it is told below
    // Browsers do not paint what is outside of the window; near it, an embed loads.
    await (frame?.near ?? painted());
    const dressed = styled();
    if (!able) {
      await parsed();
      return fail("this browser has no WebAssembly, or it is switched off.");
    }
    const slow = setTimeout(() => say("Still loading. The page answers as soon as the simulator has arrived."), 3000);
    try {
      const [module, , , panels] = await Promise.all([early ?? frame.share(compile), glue ?? runtime(), parsed(), dressed]);
      const go = new Go();
      // The heap starts at 4 MB and would be collected over and over while the
      // page is drawn first; this lets it grow to 20 MB before the first time.
      go.env.GOGC = "400";
      const instance = await WebAssembly.instantiate(module, go.importObject);
      const drawn = mounted();
      const restore = carryOver();
      panels.media = "all";
      const ended = go.run(instance).then(() => {
        fail("the simulator stopped. Reload the page to start it again.");
        window.mfaSite.recover?.("the simulator ended");
        throw new Error("the program ended");
      });
      await Promise.race([drawn, ended]);
      restore();
      window.mfaSite.showTheme?.();
      say("");
    } catch (error) {
      await parsed();
      if (!performance.getEntriesByName("boot-failed").length) {
        const forbidden = /content security|unsafe-eval|\bCSP\b/i.test(error.message);
        fail(forbidden ? "this site's policy forbids WebAssembly (its script-src lacks 'wasm-unsafe-eval')." : `the simulator could not be started (${error.message}).`);
      }
      console.error("boot:", error);
      return;
    } finally {
      clearTimeout(slow);
    }
    loadEditor();
  }

  // The editor comes last: until then the text area does its work.
  function loadEditor() {
    const now = async () => {
      await load("editor.js").catch((error) => console.error("boot: the code editor did not load:", error));
      if (!frame) load("offline.js").catch(() => {}); // then the site is not kept, and nothing else is amiss
    };
    if (window.requestIdleCallback) window.requestIdleCallback(now, { timeout: 500 });
    else setTimeout(now, 50);
  }

  start();
})();

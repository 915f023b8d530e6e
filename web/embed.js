// embed.js puts the playground into somebody else's page:
//
//   <script type="module" src="https://playground.example/embed.js"></script>
//   <mfa-playground lesson="the-display-that-stopped" panels="code,display"></mfa-playground>
//
// or a scenario of one's own as the text of the element, or in a fenced block of
// code of the kind mfa-playground. Its attributes, events and methods are in
// embed.d.ts and on the site's page "embedding".
//
// All that the page around has to allow is
//
//   script-src https://playground.example; frame-src https://playground.example
//
// A module from another origin loads only if that allows it by the header
// Access-Control-Allow-Origin. Where it does not, type="module" is left out: so
// this is written to run both ways, and finds out where it lies without
// import.meta, which only modules have.

const own = document.currentScript?.src ?? /https?:\/\/\S*?embed\.js/.exec(new Error().stack)[0];
const site = new URL(".", own);
const frameOrigin = self.origin === "null" ? "null" : site.origin; // a sandbox around us is around the frame, too
const margin = "400px"; // how near the reader is when the program is fetched
const told = ["ready", "step", "outcome", "solved", "problem"];
const options = ["panels", "step", "theme", "lang", "controls", "readonly", "hide-tenant", "rows", "cols", "versus"];
const embeds = new Set();

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; margin-block: 1em; }
  :host([hidden]) { display: none; }
  slot { display: block; }
  slot:not([name]) { overflow-x: auto; white-space: pre; font-family: ui-monospace, monospace; }
  ::slotted(iframe) { display: block; box-sizing: border-box; width: 100%; height: 26rem; color-scheme: normal;
    border: 1px solid color-mix(in srgb, currentcolor 25%, transparent); border-radius: 8px; }
`);

// outdented takes off what all lines of a text are indented by.
function outdented(text) {
  const lines = text.replace(/^\s*\n|\s+$/g, "").split("\n");
  const depth = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return depth > 0 && depth < Infinity ? lines.map((line) => line.slice(depth)).join("\n") : lines.join("\n");
}

class MfaPlayground extends HTMLElement {
  static observedAttributes = ["lesson", "scenario", "height", ...options];

  #frame = null;
  #text = "";
  #near = false;
  #heard = false; // the frame's script runs
  #queue = [];
  #watch = null;

  connectedCallback() {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.#begin(), { once: true });
    else this.#begin();
  }

  disconnectedCallback() {
    embeds.delete(this);
    this.#watch?.disconnect();
    this.#frame?.remove();
    this.#frame = null;
    this.#near = this.#heard = false;
  }

  attributeChangedCallback(name) {
    if (!this.#frame) return;
    if (name === "height") this.#resize();
    else if (name === "theme") this.dress();
    // replace, so that the reader's Back leads where it did.
    else this.#frame.contentWindow.location.replace(this.#address());
  }

  #begin() {
    if (!this.isConnected || embeds.has(this)) return;
    embeds.add(this);
    if (!this.shadowRoot) {
      this.attachShadow({ mode: "open", delegatesFocus: true }).adoptedStyleSheets = [sheet];
      this.shadowRoot.append(document.createElement("slot"));
    }
    this.#text = outdented(this.textContent);
    if (this.#lesson()) this.#build(); // its poster; a scenario's own is its text
    this.#watch = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && this.start(), { rootMargin: margin });
    this.#watch.observe(this);
  }

  // lesson is the lesson to show: there is none when the element has a scenario.
  #lesson() {
    return this.getAttribute("lesson");
  }

  get #height() {
    return this.getAttribute("height") || "auto";
  }

  #address() {
    const hash = new URLSearchParams({ host: location.origin });
    for (const name of options) {
      let value = this.getAttribute(name);
      if (value === null) continue;
      if (name === "readonly" || name === "hide-tenant") value = value === "off" || value === "false" ? "" : "on";
      if (value) hash.set(name === "step" ? "at" : name, value);
    }
    hash.set("theme", this.#theme());
    if (this.#height !== "auto") hash.set("height", this.#height);
    const link = this.getAttribute("scenario");
    const lesson = this.#lesson();
    if (link) hash.set("s", link.replace(/^.*#(.*&)?s=/, "").replace(/&.*/, ""));
    else if (!lesson && this.#text) hash.set("scenario", this.#text);
    return new URL(`embed/${lesson && !link ? lesson + "/" : ""}#${hash}`, site).href;
  }

  #build() {
    const frame = (this.#frame = document.createElement("iframe"));
    frame.title = this.getAttribute("title") ?? "MFA Playground";
    frame.loading = "lazy";
    frame.allow = "clipboard-write";
    frame.referrerPolicy = "no-referrer";
    frame.src = this.#address();
    // Beside the text, not in the shadow: frames there do not find each other, and
    // those of one page share what they load (embed-frame.js).
    const slot = document.createElement("slot");
    slot.name = frame.slot = "frame";
    this.shadowRoot.replaceChildren(slot);
    this.append(frame);
    this.#resize();
  }

  #resize(height = 0) {
    const wanted = this.#height;
    if (wanted !== "auto") this.#frame.style.height = /^\d+$/.test(wanted) ? `${wanted}px` : wanted;
    else if (height) this.#frame.style.height = `${height + 2}px`; // with the frame's border
  }

  // theme is the host's own, unless the element says one: text that is lighter
  // than what it stands on is a dark page.
  #theme() {
    const wanted = this.getAttribute("theme");
    if (wanted === "light" || wanted === "dark") return wanted;
    const [r, g, b] = getComputedStyle(this).color.match(/[\d.]+/g).map(Number);
    return 0.3 * r + 0.6 * g + 0.1 * b > 128 ? "dark" : "light";
  }

  // dress has the frame follow the host's theme.
  dress() {
    if (this.#frame) this.#send({ type: "theme", theme: this.#theme() });
  }

  // start fetches the program; scrolling near does it.
  start() {
    if (this.#near || !embeds.has(this)) return;
    this.#near = true;
    this.#watch.disconnect();
    if (!this.#frame) this.#build();
    this.#frame.loading = "eager";
    this.#send({ type: "start" });
  }

  load({ lesson, scenario }) {
    this.#command({ type: "load", lesson, scenario });
    if (lesson) this.#heard = false; // another document comes
  }

  goTo(step) {
    this.#command({ type: "goTo", step });
  }

  setCode(code, name) {
    this.#command({ type: "setCode", code, name });
  }

  focus(options) {
    this.#frame?.focus(options);
  }

  #command(message) {
    this.start();
    this.#send(message);
  }

  #send(message) {
    if (!this.#heard) return void this.#queue.push(message);
    this.#frame.contentWindow.postMessage({ target: "mfa-playground", ...message }, frameOrigin === "null" ? "*" : frameOrigin);
  }

  // hear takes a message of the frame, if it is one of this element's.
  hear({ source, data }) {
    if (source !== this.#frame?.contentWindow) return;
    const { type, ...detail } = data;
    delete detail.source;
    if (type === "hello") {
      // Another document is in the frame now; what it has to know comes first.
      this.#heard = true;
      const late = this.#queue.splice(0);
      if (this.#near) this.#send({ type: "start" });
      late.forEach((message) => this.#send(message));
    } else if (type === "size") this.#resize(detail.height);
    else if (told.includes(type)) this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

addEventListener("message", (event) => {
  if (event.origin !== frameOrigin || event.data?.source !== "mfa-playground") return;
  for (const embed of embeds) embed.hear(event);
});

// --- The host's theme ------------------------------------------------------------

const dressAll = () => requestAnimationFrame(() => embeds.forEach((embed) => embed.dress()));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dressAll);
const looks = new MutationObserver(dressAll);
for (const element of [document.documentElement, document.body].filter(Boolean)) looks.observe(element, { attributes: true });

// --- Fenced blocks of code ---------------------------------------------------------

const fences = "code.language-mfa-playground, .language-mfa-playground code";
const done = new WeakSet();
const header = new RegExp(`^(lesson|scenario|height|title|${options.join("|")})\\s*[:=]\\s*(.*)$`);

// upgrade puts an element behind each block and hides the block: whatever drew
// it may still want to take it away.
function upgrade() {
  for (const code of document.querySelectorAll(fences)) {
    if (done.has(code)) continue;
    done.add(code);
    const copy = code.cloneNode(true);
    copy.querySelectorAll("br").forEach((br) => br.replaceWith("\n"));
    const lines = copy.textContent.split("\n");
    const embed = document.createElement("mfa-playground");
    for (let found; (found = header.exec(lines[0] ?? "")); lines.shift()) embed.setAttribute(found[1], found[2].trim());
    embed.textContent = lines.join("\n");
    const pre = code.closest("pre") ?? code;
    const block = pre.closest(".language-mfa-playground, .highlight") ?? pre;
    block.after(embed);
    block.style.display = "none";
  }
}

if (!customElements.get("mfa-playground")) {
  customElements.define("mfa-playground", MfaPlayground);
  upgrade();
  let due = false;
  new MutationObserver(() => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      upgrade();
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
}

// tour.js is the guided start: five small steps on the page itself, each at the
// control that it is about. Doing what a step says leads to the next one, and so
// does its button. It is a dialog beside the page, not over it: everything stays
// at work, and nobody has to finish. web/welcome.js says when it is shown.

import { show } from "./keys.js";

const $ = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const seen = (element) => element?.checkVisibility();

// --- What the page shows -------------------------------------------------------

const ownStory = () => $(".app").dataset.lesson === "the-display-that-stopped";
const editor = () => $("code-editor");
const isAction = () => editor()?.getAttribute("kind") === "action";
const code = () => editor()?.value ?? editor()?.querySelector("textarea")?.value ?? "";
const endings = () => all(".step-button").map((step) => step.title).join("\n");
const moment = () => `${$("[role=slider]")?.ariaValueNow} of ${all(".step-button").length}`;
const stuck = () => /mfa_required/.test($(".screen")?.textContent ?? "");

// effect says what the edit did, if there was one.
const effect = () => {
  if (stuck()) return "The display\u2019s refresh is refused: nobody is there to answer.";
  if ($(".difference")?.checkVisibility()) return "The story has been played again.";
  return "After an edit the story is played again, at once.";
};

const sharing = () => all(".top-tools .primary").find((button) => button.textContent.includes("Share"));

const openTab = (name) => all("[role=tab]").find((tab) => tab.textContent.startsWith(name))?.click();

// --- The line that asks for a second factor --------------------------------------

const lines = {
  rule: "context.multifactor = { provider: 'any', allowRememberBrowser: false };",
  action: "api.multifactor.enable('any', { allowRememberBrowser: false });",
};
const line = () => (isAction() ? lines.action : lines.rule);

// place is where the line belongs: above the last call of callback, or at the
// end of the action. In code of another shape it is -1.
function place(text) {
  const end = isAction() ? text.lastIndexOf("\n}") + 1 : text.search(/^[ \t]*(?:return )?callback\(null, user, context\);?\s*\}\s*;?\s*$/m);
  return end > 0 ? end : -1;
}

// write does for the reader what the step asks for, as if she had typed it.
function write() {
  const text = code();
  const at = place(text);
  const value = `${text.slice(0, at)}  ${line()}\n${text.slice(at)}`;
  const area = editor().querySelector("textarea");
  if (editor().shadowRoot) {
    editor().value = value;
    editor().dispatchEvent(new CustomEvent("edit", { detail: { value }, bubbles: true }));
  } else {
    area.value = value; // the editor has not loaded
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

const writable = () => editor() && !code().includes(line()) && place(code()) >= 0;

// --- The steps --------------------------------------------------------------------

// A step has a title and text, points at the elements of at, and is done when
// what it watches is another than when the step began and has rested for a
// while. Before it is shown, its panel is, and what open does is done.
const steps = [
  {
    title: "What happened",
    text: () => [
      ownStory()
        ? "A small display renews its token every day, with nobody present, and shows a new quotation."
        : "A story has been played. The stage has what people and devices saw.",
      "\u201cWhy\u201d tells whether a second factor was asked for, and the cause.",
    ],
    panel: "stage",
    at: () => [$(".device-body") ?? $(".stage"), $(".panel-inspector")],
  },
  {
    title: "Ask everybody for a second factor",
    text: () => (writable() ? ["Write this line above the end of the code, or have it written:"] : ["Change the code. Every keystroke plays the story again."]),
    code: () => (writable() ? line() : ""),
    act: () => writable() && ["Write it for me", write],
    panel: "tenant",
    open: () => editor() || (openTab("Rules"), openTab("Actions")),
    at: () => [editor() ?? $(".panel-tenant")],
    watches: endings,
    rest: 900, // ms: who types is left to finish the line
  },
  {
    title: "See what it changed",
    text: () => [
      effect(),
      "Steps that end differently are listed above and marked \u0394. \u201cWhy\u201d names the line of code that did it.",
    ],
    panel: "inspector",
    open: () => openTab("Why"),
    at: () => [$(".decision") ?? $(".panel-inspector .tab-panel"), $(".difference")],
  },
  {
    title: "Move the clock",
    text: () => ["Press +7d: a week passes, and you see what became of cookies, tokens and the display. Or go back to any step."],
    panel: "time",
    act: () => ["Go to \u201c+7d\u201d", () => visit(all(".waits button").find((button) => button.textContent === "+7d"))],
    at: () => [$(".waits")],
    watches: moment,
    rest: 150,
  },
  {
    title: "Share what you see",
    text: () => ["\u201cShare\u201d has a link to this very moment; the address bar holds it too. \u201cUndo\u201d takes back what you tried, step by step."],
    act: () => ["Go to \u201cShare\u201d", () => visit(sharing())],
    at: () => [sharing()],
    watches: () => Boolean($("dialog.sheet[open]")),
    rest: 0,
  },
];

// --- The card ---------------------------------------------------------------------

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  element.append(...children);
  return element;
}

const title = make("h2", { id: "tour-title" });
const count = make("span", { id: "tour-count", className: "dim" });
const text = make("div", { id: "tour-text" });
const skip = make("button", { type: "button", className: "quiet" });
const back = make("button", { type: "button", className: "plain", textContent: "Back" });
const next = make("button", { type: "button", className: "primary" });
const announcer = make("p", { className: "sr" });
announcer.setAttribute("role", "status");
const card = make("div", { className: "tour" }, count, title, text, make("div", { className: "tour-row" }, skip, back, next), announcer);
card.setAttribute("role", "dialog");
card.setAttribute("aria-labelledby", "tour-count tour-title");
card.setAttribute("aria-describedby", "tour-text");

const framesMost = 30; // that a step waits for what it is about

let now = -1; // the step that is shown; -1 is none
let began = null; // what it watches, as it was; null while there is nothing to wait for
let from = null; // what gets the focus back
let away = false; // the card has sent the focus to the page, and gets it back
let timer = 0;

// visit takes the focus from the card to a control, to press it there.
function visit(control) {
  control.focus();
  away = true;
}

// A ring lies around each thing that a step is about, as far as its panel shows
// it. The page itself is not touched: the program draws it as it likes.
const rings = [0, 1].map(() => make("div", { className: "tour-ring" }));
const targets = () => steps[now].at().filter(seen);

function encircle() {
  const boxes = targets().map((target) => {
    const box = target.getBoundingClientRect();
    const pane = (target.closest(".panel") ?? document.documentElement).getBoundingClientRect();
    const [left, top] = [Math.max(box.left, pane.left), Math.max(box.top, pane.top)];
    return { left, top, width: Math.min(box.right, pane.right) - left, height: Math.min(box.bottom, pane.bottom) - top };
  });
  for (const [i, ring] of rings.entries()) {
    const box = boxes[i];
    ring.hidden = !box || box.width <= 0 || box.height <= 0;
    for (const side of ring.hidden ? [] : Object.keys(box)) ring.style[side] = `${box[side]}px`;
  }
}

// settle puts the card beside what it is about: where there is room for it, or
// else at the end of the window. On narrow screens the style sheet puts it below.
function settle() {
  encircle();
  const [target] = targets();
  const gap = 12;
  const { width, height } = card.getBoundingClientRect();
  if (!target || innerWidth < 640) {
    card.style.removeProperty("left");
    card.style.removeProperty("top");
    return;
  }
  const box = target.getBoundingClientRect();
  const within = (value, size, room) => Math.max(gap, Math.min(value, room - size - gap));
  const x = within(box.left, width, innerWidth);
  const y = within(box.top, height, innerHeight);
  const spots = [
    [x, box.bottom + gap],
    [x, box.top - height - gap],
    [box.right + gap, y],
    [box.left - width - gap, y],
  ];
  const fits = ([left, top]) => left >= 0 && top >= 0 && left + width <= innerWidth && top + height <= innerHeight;
  const [left, top] = spots.find(fits) ?? [innerWidth - width - gap, innerHeight - height - gap];
  card.style.left = `${left}px`;
  card.style.top = `${top}px`;
}

// fill puts the step into the card. The text is written when the page shows
// what the step before it led to, and stays as it is.
function fill() {
  const step = steps[now];
  count.textContent = `Guided start, ${now + 1} of ${steps.length}`;
  title.textContent = step.title;
  text.replaceChildren(...step.text().map((textContent) => make("p", { textContent })));
  const snippet = step.code?.();
  if (snippet) text.append(make("pre", { textContent: snippet }));
  const act = step.act?.();
  if (act) text.append(make("button", { type: "button", className: "plain", textContent: act[0], onclick: act[1] }));
  const last = now === steps.length - 1;
  skip.textContent = "Skip";
  skip.hidden = last;
  back.hidden = now === 0;
  next.textContent = last ? "Done" : "Next";
}

// go shows a step, when the page shows what it is about: the program may have to
// draw that first. The focus stays with the card if it is there, and where the
// reader is at work otherwise; a screen reader is told in either case.
function go(to, told = true) {
  clearTimeout(timer);
  const held = away || card.contains(document.activeElement);
  away = false;
  now = to;
  const step = steps[now];
  began = null;
  const panel = step.panel && $(`.panel-${step.panel}`);
  if (panel) show(panel);
  step.open?.();
  let frames = 0;
  const begin = () => {
    if (now !== to) return; // skipped meanwhile
    if (!targets().length && frames++ < framesMost) return requestAnimationFrame(begin);
    fill();
    began = step.watches?.() ?? null;
    targets()[0]?.scrollIntoView({ block: "nearest", inline: "nearest" });
    settle();
    const there = card.contains(document.activeElement) && seen(document.activeElement);
    if (held && !there) next.focus({ preventScroll: true });
    const words = [...text.querySelectorAll("p, pre")].map((part) => part.textContent);
    if (told) announcer.textContent = [count.textContent, title.textContent, ...words].join(". ");
  };
  requestAnimationFrame(begin);
}

// end takes the card away. The focus goes back to where it was before, or to
// what the last step was about.
function end() {
  if (now < 0) return;
  const held = card.contains(document.activeElement);
  const about = targets()[0];
  clearTimeout(timer);
  [now, away] = [-1, false];
  announcer.textContent = "";
  watch.disconnect();
  for (const part of [card, ...rings]) part.remove();
  document.documentElement.classList.remove("touring");
  removeEventListener("scroll", soon, true);
  removeEventListener("resize", soon);
  document.removeEventListener("keydown", onKey);
  if (!held) return;
  const target = seen(from) ? from : about;
  target?.focus?.({ preventScroll: true });
}

const forth = () => (now === steps.length - 1 ? end() : go(now + 1));

// changed looks whether the reader did what the step says.
function changed() {
  soon();
  const { watches, rest } = steps[now];
  if (began === null || watches() === began) return;
  clearTimeout(timer);
  timer = setTimeout(() => now >= 0 && steps[now].watches === watches && watches() !== began && forth(), rest);
}
const watch = new MutationObserver(changed);

let waiting = false;
function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    if (now >= 0) settle();
  });
}

// Escape skips, from the card and from wherever it means nothing else.
function onKey(event) {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const busy = event.target.closest?.("input, textarea, select, code-editor, details[open], dialog");
  if (card.contains(event.target) || !busy) end();
}

skip.addEventListener("click", end);
back.addEventListener("click", () => go(now - 1));
next.addEventListener("click", forth);

// styled resolves when the style of the card is there, once.
let sheet = null;
function styled() {
  sheet ??= new Promise((resolve) => {
    const link = make("link", { rel: "stylesheet", href: window.mfaSite.file("tour.css"), onload: resolve, onerror: resolve });
    document.head.append(link);
  });
  return sheet;
}

// tour begins the guided start, or begins it anew.
window.mfaSite.tour = async (opener) => {
  await styled();
  end();
  const active = document.activeElement;
  const idle = !active || active === document.body;
  from = opener ?? (idle ? null : active);
  document.body.append(...rings, card);
  document.documentElement.classList.add("touring");
  watch.observe($(".app"), { subtree: true, childList: true, attributes: true, characterData: true });
  addEventListener("scroll", soon, { capture: true, passive: true });
  addEventListener("resize", soon);
  document.addEventListener("keydown", onKey);
  now = 0;
  fill();
  // Whoever is at work already keeps the focus; an announcement tells of the card.
  const taken = Boolean(opener) || idle;
  if (taken) next.focus({ preventScroll: true });
  go(0, !taken);
};

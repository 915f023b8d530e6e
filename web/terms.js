// terms.js explains the names in the Inspector: headers, parameters, claims,
// cookies, log codes. It is loaded when somebody first points at one
// (explain.js), by mouse or by keyboard, and then listens itself.

import table from "./terms.txt";

const pause = 250; // ms that a pointer rests before the explanation comes

// meanings maps "kind name" to { text, source }.
const meanings = new Map();
for (const line of table.split("\n")) {
  if (line === "" || line.startsWith("#")) continue;
  const [kinds, name, text, source = ""] = line.split(" | ");
  for (const kind of kinds.split(",")) meanings.set(`${kind} ${name}`, { text, source });
}

const bubble = document.createElement("div");
bubble.id = "term-help";
bubble.className = "term-help";
bubble.setAttribute("role", "tooltip");
bubble.hidden = true;

let shown = null; // the term that is explained
let timer = 0;

function hide() {
  clearTimeout(timer);
  shown?.removeAttribute("aria-describedby");
  shown = null;
  bubble.hidden = true;
}

// place puts the bubble below the term, or above it where there is no room, and
// inside the window.
function place(term) {
  const at = term.getBoundingClientRect();
  const { width, height } = bubble.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - width - 8));
  const below = at.bottom + height + 8 < innerHeight;
  bubble.style.left = `${left}px`;
  bubble.style.top = `${Math.max(4, below ? at.bottom + 2 : at.top - height - 2)}px`;
}

// explain shows what a term means, if it is known.
function explain(term) {
  if (term === shown) return;
  hide();
  const meaning = meanings.get(term.dataset.term);
  if (!meaning || !term.isConnected) return;
  const text = document.createElement("p");
  text.textContent = meaning.text;
  bubble.replaceChildren(text);
  if (meaning.source) {
    const source = document.createElement("p");
    source.className = "dim";
    source.textContent = meaning.source;
    bubble.append(source);
  }
  if (!bubble.isConnected) document.body.append(bubble);
  bubble.hidden = false;
  place(term);
  shown = term;
  term.setAttribute("aria-describedby", bubble.id);
}

const termOf = (event) => event.target.closest?.("[data-term]");

document.addEventListener("pointerover", (event) => {
  const term = termOf(event);
  if (term === shown && term) return clearTimeout(timer);
  if (bubble.contains(event.target)) return clearTimeout(timer); // it can be pointed at and selected
  clearTimeout(timer);
  timer = setTimeout(() => (term ? explain(term) : shown !== document.activeElement && hide()), pause);
});
document.addEventListener("focusin", (event) => {
  const term = termOf(event);
  if (term) explain(term);
  else if (shown) hide();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
document.addEventListener("scroll", hide, { capture: true, passive: true });

const first = document.querySelector("[data-term]:focus") ?? document.querySelector("[data-term]:hover");
if (first) explain(first);

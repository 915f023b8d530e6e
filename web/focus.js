// The keyboard's place survives a redraw. A button that was pressed is often
// gone afterwards: another page is open in the simulated browser, the row was
// deleted. The focus would fall back to the document and the next Tab would
// begin at the top; it goes to what the button stood in instead.

// last is what had the focus, and way what it stands in, from the inside out.
let last = null;
let way = [];

const holders = "[tabindex], section[aria-label], .panel, header";

function note(event) {
  last = event.target;
  way = [];
  for (let e = last.parentElement; e; e = e.parentElement) if (e.matches(holders)) way.push(e);
}

// successor is what was drawn anew in the place of an element.
function successor(e) {
  if (e.id) return document.getElementById(e.id);
  return e.dataset.send && document.querySelector(`[data-send="${CSS.escape(e.dataset.send)}"]`);
}

// rescue gives the focus to what was drawn anew, or moves it outwards to the
// first place that is still there.
function rescue() {
  // A button that can no longer be pressed loses the focus with the next frame.
  const lost = document.activeElement === document.body ? !last?.isConnected || !last.checkVisibility() : last?.disabled;
  if (!last || !lost || document.querySelector("dialog[open]")) return;
  const places = last.isConnected ? way : [last, ...way];
  last = null;
  for (const place of places) {
    const e = place.isConnected ? place : successor(place);
    if (!e || e.disabled || !e.checkVisibility()) continue;
    if (e.tabIndex < 0 && !e.hasAttribute("tabindex")) e.tabIndex = -1;
    e.focus({ preventScroll: true });
    return;
  }
}

export function keepFocus() {
  document.addEventListener("focusin", note);
  // Who leaves by himself, by a click beside everything, is not brought back.
  document.addEventListener("pointerdown", () => (last = null));
  new MutationObserver(rescue).observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled", "hidden"] });
}

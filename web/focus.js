// The keyboard's place survives a redraw. A button that was pressed is often
// gone afterwards: another page is open in the simulated browser, the row was
// deleted. The focus would fall back to the document and the next Tab would
// begin at the top; it goes to what the button stood in instead.

// last is what had the focus, and way what it stands in, from the inside out.
let last = null;
let way = [];

const places = "[tabindex], section[aria-label], .panel";

function note(event) {
  last = event.target;
  way = [];
  for (let e = last.parentElement; e; e = e.parentElement) if (e.matches(places)) way.push(e);
}

// rescue moves the focus outwards to the first place that is still there. It may
// have been drawn anew: then it has the same id.
function rescue() {
  // A button that can no longer be pressed loses the focus with the next frame.
  const lost = document.activeElement === document.body ? !last?.isConnected || !last.checkVisibility() : last?.disabled;
  if (!last || !lost || document.querySelector("dialog[open]")) return;
  last = null;
  for (const place of way) {
    const e = place.isConnected ? place : place.id && document.getElementById(place.id);
    if (!e || !e.checkVisibility()) continue;
    if (!e.hasAttribute("tabindex")) e.tabIndex = -1;
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

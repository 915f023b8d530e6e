// welcome.js fetches the guided start (tour.js): on the first visit of the front
// page when everything else is done, and from the menu whenever somebody asks.
//
// Who follows a link, reads a lesson or an embed, or has been here before comes
// for something else and is left alone.

const key = "mfa-playground:guided";

// kept tells whether this browser keeps something whose name fits.
function kept(fits) {
  try {
    return Object.keys(localStorage).some(fits);
  } catch {
    return false; // storage is refused: every visit is a first one
  }
}

const visited = () => kept((name) => name.startsWith("mfa-playground"));
const welcomed = () => kept((name) => name === key);

function remember() {
  try {
    localStorage.setItem(key, "yes");
  } catch {
    // Refused or full: the next visit is a first one again.
  }
}

const front = () => document.querySelector(".app")?.dataset.base === "./";
const framed = () => Boolean(window.mfaFrame) || window !== window.parent;

// openTour shows the guided start. Its end gives the focus back to the element
// that is named, or to the one that has it.
export async function openTour(from) {
  remember();
  try {
    await window.mfaSite.need("tour.js");
    await window.mfaSite.tour(from);
  } catch (error) {
    console.error("page: the guided start did not load:", error);
  }
}

// atRest resolves when the program answers, the page is looked at, and the
// browser has nothing else to do.
function atRest() {
  const interactive = new Promise((resolve) => {
    const watch = new PerformanceObserver((list) => {
      if (!list.getEntriesByName("interactive").length) return;
      watch.disconnect();
      resolve();
    });
    watch.observe({ type: "mark", buffered: true });
  });
  const seen = () =>
    new Promise((resolve) => {
      if (!document.hidden) return resolve();
      document.addEventListener("visibilitychange", resolve, { once: true });
    });
  const idle = () => new Promise((resolve) => (window.requestIdleCallback ? requestIdleCallback(resolve, { timeout: 3000 }) : setTimeout(resolve, 500)));
  // The editor loads when the browser is first idle; the guided start after it.
  return interactive.then(idle).then(seen).then(idle);
}

// welcome shows the guided start on the first visit.
export function welcome() {
  const linked = window.mfaSite.fragment.length > 1;
  if (framed() || linked || visited()) return;
  atRest().then(() => {
    // Another tab may have been quicker, and a dialog wants to be answered first.
    if (front() && !welcomed() && !document.querySelector("dialog[open]")) openTour();
  });
}

// Work is kept in this browser, for each lesson by itself: what was written
// last, and what earlier visits wrote, so that following a link and playing with
// it costs nobody the work of yesterday. Where the browser refuses storage, it
// is kept as long as the page is open, for the page after a crash.

const pause = 400; // ms without an edit before it is written
const visits = 3; // whose work is kept
const visit = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;

const keyOf = (lesson) => `mfa-playground:work:${lesson}`;

let latest = null; // { lesson, text, at, saved }
let timer = 0;

// read returns the kept work, the newest first; what cannot be read is none.
function read(lesson) {
  try {
    const list = JSON.parse(localStorage.getItem(keyOf(lesson)) ?? "[]");
    return Array.isArray(list) ? list.filter((w) => typeof w?.text === "string") : [];
  } catch {
    return [];
  }
}

function write(lesson, list) {
  try {
    if (list.length) localStorage.setItem(keyOf(lesson), JSON.stringify(list.slice(0, visits)));
    else localStorage.removeItem(keyOf(lesson));
  } catch {
    // Refused or full: what is on the screen stays, and so does latest.
  }
}

// flush writes what is waiting.
function flush() {
  clearTimeout(timer);
  timer = 0;
  if (!latest) return;
  const others = read(latest.lesson).filter((w) => w.visit !== visit);
  const { text, at, saved } = latest;
  write(latest.lesson, text ? [{ visit, saved, at, text }, ...others] : others);
}

// keep keeps the text of a scenario; an empty one says that the lesson is as
// bundled, so that there is nothing to keep.
export function keep(lesson, text, at) {
  latest = { lesson, text, at, saved: Date.now() };
  clearTimeout(timer);
  timer = setTimeout(flush, pause);
}

// kept returns the work of the latest earlier visit, or null.
export function kept(lesson) {
  const work = read(lesson).find((w) => w.visit !== visit);
  if (!work) return null;
  const when = new Date(work.saved).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  return { text: work.text, at: work.at ?? 0, when };
}

// forget gives up the work that kept returns.
export function forget(lesson) {
  const list = read(lesson);
  const at = list.findIndex((w) => w.visit !== visit);
  if (at >= 0) write(lesson, list.toSpliced(at, 1));
}

// lastText is what this visit wrote last, if anything.
export const lastText = () => latest?.text ?? "";

addEventListener("pagehide", flush);
document.addEventListener("visibilitychange", () => document.hidden && flush());

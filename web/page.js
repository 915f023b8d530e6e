// page.js is what the page does beside the program: pointers and keys become
// clicks and events that the program understands, work is kept, menus close,
// paper gets a page of its own. It loads after the first paint and is there
// before the program runs; without it the page works with the mouse alone.

import { explainTerms } from "./explain.js";
import { keepFocus } from "./focus.js";
import { forget, keep, kept } from "./keep.js";
import { listenToKeys, showShortcuts } from "./keys.js";
import { listenToPrinter } from "./print.js";
import { recover } from "./recover.js";
import { chooseTheme, showTheme } from "./theme.js";
import { listenToTimeline, reveal } from "./travel.js";
import { openTour, welcome } from "./welcome.js";

// What a button with data-do does.
const acts = {
  print: () => window.print(),
  shortcuts: () => showShortcuts(),
  reload: () => location.reload(),
  tour: (button) => openTour(button.closest("details")?.querySelector("summary")),
  async "copy-text"(button) {
    const area = document.getElementById("scenario-text");
    area.select();
    try {
      await navigator.clipboard.writeText(area.value);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Selected: press Ctrl or \u2318 and C"; // the browser does not allow it here
    }
  },
};

// listenToMenus closes an open menu by a click elsewhere and by Escape.
function listenToMenus() {
  const open = () => [...document.querySelectorAll("details.menu[open]")];
  document.addEventListener("click", (event) => {
    for (const menu of open()) {
      const inside = menu.contains(event.target);
      if (!inside || event.target.closest("button, a")) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
    event.target.closest?.("form")?.querySelector("[data-escape]")?.click();
  });
}

// submitAnyway tells a form in an embed that its button was pressed. In a sandbox
// without allow-forms browsers do not: not even when the form would go nowhere.
function submitAnyway(event) {
  const button = event.target.closest?.("button");
  if (!button?.form || button.type !== "submit" || event.defaultPrevented) return;
  event.preventDefault();
  button.form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter: button }));
}

// seek has a counterexample searched by a program that is loaded for it; hear is
// told how far that is, as JSON.
function seek(question, hear) {
  const failed = (error) =>
    hear(JSON.stringify({ Number: JSON.parse(question).Number, Done: true, Err: `The search did not load (${error.message}).` }));
  window.mfaSite.need("seek.js").then(() => window.mfaSite.seeker.begin(question, hear)).catch(failed);
  return true;
}

const endSeek = () => window.mfaSite.seeker?.end();

function start() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-do]");
    acts[button?.dataset.do]?.(button);
  });
  // No form of the page goes anywhere; the program hears of it.
  document.addEventListener("submit", (event) => event.preventDefault());
  if (window.mfaFrame) document.addEventListener("click", submitAnyway);
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-theme-choice]")) chooseTheme(event.target.value);
  });
  explainTerms();
  keepFocus();
  listenToMenus();
  listenToKeys();
  listenToTimeline();
  listenToPrinter();
  Object.assign(window.mfaSite, { seek, endSeek, keep, kept, forget, recover, reveal, showTheme });
  welcome();
}

start();

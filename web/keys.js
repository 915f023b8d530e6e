// Keys. A control that has a key says so in aria-keyshortcuts: pressing the key
// presses the control, and the list of shortcuts is made of what is in the page.
// A single letter never acts while somebody types.

const fields = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], code-editor";

// Keys that belong to no single control.
const others = [
  ["\u2190 \u2192 Home End", "Go through the steps, on the list or on the timeline"],
  ["Page Up, Page Down", "Ten steps at a time"],
  ["[ ]", "Previous and next panel"],
  ["Ctrl Z, Ctrl Shift Z", "Undo and redo, in the editor too (\u2318 on a Mac)"],
  ["Esc", "Close a menu, a message or a field"],
];

const panels = () => [...document.querySelectorAll(".grid > .panel")];

// show makes a panel the one that a narrow screen shows.
export function show(panel) {
  if (panel.checkVisibility()) return;
  const name = panel.getAttribute("aria-label");
  [...document.querySelectorAll(".panel-switch button")].find((b) => b.textContent === name)?.click();
}

// toPanel moves to the panel before or after the one that has the focus.
function toPanel(by) {
  const list = panels();
  const now = list.findIndex((p) => p.contains(document.activeElement));
  const from = now >= 0 ? now : by > 0 ? -1 : 0;
  const next = list[(from + by + list.length) % list.length];
  if (!next) return;
  show(next);
  next.tabIndex = -1;
  requestAnimationFrame(() => next.focus()); // the program shows it first
}

const withKey = (key) =>
  [...document.querySelectorAll("[aria-keyshortcuts]")].find((e) => e.getAttribute("aria-keyshortcuts").split(" ").includes(key));

// press presses the control with a key, if there is one.
function press(key) {
  const control = withKey(key);
  if (!control || control.disabled) return Boolean(control);
  const panel = control.closest(".panel");
  if (panel && control.role === "tab") show(panel);
  control.click();
  return true;
}

// undoing tells which of undo and redo a key press asks for.
function undoing(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return "";
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "r" : "u";
  return key === "y" && !event.shiftKey ? "r" : "";
}

export function listenToKeys() {
  // In the capture phase, ahead of the editor: there is one history, and it is
  // the page's. In other fields the browser's own undo is the right one.
  addEventListener(
    "keydown",
    (event) => {
      const key = undoing(event);
      const field = event.target.closest?.(fields);
      if (!key || (field && !field.closest("code-editor")) || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      event.stopPropagation();
      press(key);
    },
    { capture: true },
  );
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.(fields) || document.querySelector("dialog[open]")) return;
    if (event.key === "[" || event.key === "]") {
      event.preventDefault();
      return toPanel(event.key === "]" ? 1 : -1);
    }
    if (event.key.length === 1 && event.key !== " " && press(event.key)) event.preventDefault();
  });
}

// showShortcuts lists the keys in a dialog.
export function showShortcuts() {
  const dialog = document.createElement("dialog");
  dialog.className = "shortcuts";
  dialog.setAttribute("aria-labelledby", "shortcuts-title");
  dialog.innerHTML =
    '<h2 id="shortcuts-title">Keyboard shortcuts</h2><dl></dl>' +
    '<form method="dialog"><button class="primary">Close</button></form>';
  const list = dialog.querySelector("dl");
  const add = (keys, what) => {
    const row = document.createElement("div");
    const [term, text] = [document.createElement("dt"), document.createElement("dd")];
    for (const key of keys) {
      const cap = document.createElement("kbd");
      cap.textContent = key;
      term.append(cap, " ");
    }
    text.textContent = what;
    row.append(term, text);
    list.append(row);
  };
  for (const [keys, what] of others) add([keys], what);
  for (const control of document.querySelectorAll("[aria-keyshortcuts]")) {
    const name = control.ariaLabel ?? control.querySelector("span")?.textContent ?? control.textContent;
    add(control.getAttribute("aria-keyshortcuts").split(" "), control.role === "tab" ? `Inspector: ${name}` : name);
  }
  const before = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus?.();
  });
  // The page's own listener keeps forms from going anywhere, this one too.
  dialog.querySelector("form").addEventListener("submit", () => dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

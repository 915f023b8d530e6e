// On paper the panels are no use: one cannot open a tab there. Just before
// printing, a page is made of what the screen knows: the story, each step and
// how it ended, why, and the code.

function make(tag, text = "", ...children) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
}

const textOf = (selector, root = document) => root.querySelector(selector)?.textContent.trim() ?? "";

function steps() {
  const table = make("table");
  table.append(make("caption", "Steps"), make("thead", "", make("tr", "", make("th", "Step"), make("th", "What"), make("th", "How it ended"))));
  const body = make("tbody");
  for (const step of document.querySelectorAll(".steps > .step")) {
    const [what, end] = (step.querySelector("button")?.title ?? "").split(" \u2192 ");
    const row = make("tr", "", make("td", textOf(".step-number", step)), make("td", what), make("td", end ?? ""));
    if (step.querySelector("[aria-current]")) row.className = "selected";
    body.append(row);
  }
  table.append(body);
  return table;
}

function code() {
  const editor = document.querySelector("code-editor");
  if (!editor) return [];
  const text = editor.value ?? editor.querySelector("textarea")?.value ?? "";
  return [make("h2", editor.getAttribute("label") ?? "Code"), make("pre", text)];
}

function printout() {
  const page = make("section");
  page.className = "printout";
  page.append(make("h1", textOf(".lessons b") || document.title));
  for (const block of document.querySelectorAll(".story-text > *")) page.append(block.cloneNode(true));
  page.append(steps());
  page.append(make("h2", "The selected step"), make("p", `${textOf(".now span")} \u2013 ${textOf(".ending")}`));
  const inspector = document.querySelector(".panel-inspector .tab-panel");
  if (inspector) {
    const copy = inspector.cloneNode(true);
    copy.removeAttribute("id");
    copy.removeAttribute("role");
    copy.removeAttribute("aria-labelledby");
    copy.removeAttribute("tabindex");
    for (const element of copy.querySelectorAll("[id]")) element.removeAttribute("id");
    page.append(copy);
  }
  page.append(...code());
  page.append(make("p", `MFA Playground, an independent imitation of an Auth0 tenant's MFA. ${location.href.split("#")[0]}`));
  return page;
}

export function listenToPrinter() {
  const paper = matchMedia("print");
  const change = () => {
    document.querySelector(".printout")?.remove();
    if (paper.matches) document.body.append(printout());
  };
  paper.addEventListener("change", change);
  addEventListener("beforeprint", () => {
    document.querySelector(".printout")?.remove();
    document.body.append(printout());
  });
  addEventListener("afterprint", () => document.querySelector(".printout")?.remove());
}

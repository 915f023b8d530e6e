// share.js takes what is shown out of the page: dialogs, files to save, pictures
// and QR codes. It is loaded when somebody first asks for one of these.

import { zipSync } from "fflate";
import { curl, curlOne, folder, har, markdown, mermaid, reply } from "./export.js";
import "./qr.js";
import { drawing, pixels } from "./snapshot.js";

// show opens a dialog that the program has drawn. What reads files comes with
// the dialog that wants files.
async function show(id) {
  const dialog = document.getElementById(id);
  if (!dialog) return;
  if (!dialog.open) dialog.showModal();
  if (dialog.querySelector("file-import")) await window.mfaSite.need("files.js");
}

// A dialog closes by its button and by a click beside it; Escape is the
// browser's. The program hears of it, and takes the dialog away.
document.addEventListener("click", (event) => {
  const dialog = event.target.closest?.("dialog.sheet");
  if (!dialog) return;
  if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
});

// A field with an address is there to be copied.
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("input[data-select]")) event.target.select();
});

// saveBlob hands a file to the browser.
function saveBlob(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.dataset.plain = "yes"; // go-app leaves it to the browser
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// saveFolder packs files by path into one archive; the same give the same bytes.
function saveFolder(name, list) {
  const files = {};
  for (const path of Object.keys(list).sort()) files[path] = [new TextEncoder().encode(list[path]), { mtime: new Date(1980, 0, 1) }];
  saveBlob(`${name}.zip`, new Blob([zipSync(files)], { type: "application/zip" }));
}

// The forms that are text: how they are written, the ending and the media type
// of their files, and what to call them.
const forms = {
  file: [({ text }) => text, ".txtar", "text/plain", "Scenario"],
  har: [har, ".har", "application/json", "HTTP archive"],
  curl: [curl, ".sh", "text/x-shellscript", "Commands"],
  request: [(played, { at, exchange }) => curlOne(played, at, exchange), ".sh", "text/x-shellscript", "cURL command"],
  markdown: [markdown, ".md", "text/markdown", "Markdown"],
  reply: [(played, { where }) => reply(played, where), ".md", "text/markdown", "Markdown"],
  step: [(played, { at }) => mermaid(played, at), ".mmd", "text/plain", "Sequence diagram"],
  diagram: [(played) => mermaid(played), ".mmd", "text/plain", "Sequence diagram"],
};

// take copies or saves what is shown in a form, and says what was done.
async function take(form, copies, name, text, run, link, at, where, exchange) {
  const played = { text, run: JSON.parse(run), link };
  if (form === "folder") saveFolder(name, folder(played));
  else if (form === "png") saveBlob(`${name}.png`, await pixels(drawing()));
  else if (form === "svg") saveBlob(`${name}.svg`, new Blob([drawing().text], { type: "image/svg+xml;charset=utf-8" }));
  else {
    const [write, ending, type, what] = forms[form];
    const written = write(played, { at, where, exchange });
    if (copies) {
      await navigator.clipboard.writeText(written);
      return `${what} copied`;
    }
    saveBlob(name + ending, new Blob([written], { type: `${type};charset=utf-8` }));
  }
  return "Saved";
}

// base fetches a text that links build on; a site that has none gives nothing.
async function base(name) {
  const response = await fetch(`${window.mfaSite.root}bases/${name}`);
  return response.ok ? response.text() : "";
}

window.mfaSite.share = { show, take, base };

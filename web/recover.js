// When the program has ended, its page is a picture that answers nothing. This
// says so, offers the scenario as text, and starts again.

import { lastText } from "./keep.js";

export function recover(cause) {
  const dialog = document.createElement("dialog");
  dialog.className = "recover";
  dialog.setAttribute("aria-labelledby", "recover-title");
  dialog.innerHTML =
    '<h2 id="recover-title">The playground has stopped</h2><p></p>' +
    '<p class="row"><button class="primary" data-do="reload">Start again</button></p>';
  const text = lastText();
  dialog.querySelector("p").textContent =
    `This is a fault of the program (${cause}). ` +
    (text ? "Nothing is lost: here is your scenario as it was last, and this browser keeps it where it may." : "Nothing had been changed here.");
  if (text) {
    const area = document.createElement("textarea");
    Object.assign(area, { id: "scenario-text", rows: 16, readOnly: true, value: text, ariaLabel: "Scenario as text" });
    const copy = document.createElement("button");
    Object.assign(copy, { className: "plain", textContent: "Copy the scenario" });
    copy.dataset.do = "copy-text";
    dialog.querySelector(".row").append(copy);
    dialog.append(area);
  }
  document.getElementById("scenario-text")?.removeAttribute("id"); // the program's own, if it got that far
  document.body.append(dialog);
  dialog.showModal();
  document.getElementById("boot-status").hidden = true; // the dialog says it already
}

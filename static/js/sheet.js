// On a narrow page a card comes up from below in a modal sheet, and goes back to its list when that is closed.

import { cardOf } from "./current.js";
import { page } from "./reader-page.js";

const sheet = () => document.getElementById("sheet");

function build() {
  const dialog = Object.assign(document.createElement("dialog"), { id: "sheet", className: "sheet" });
  dialog.setAttribute("aria-label", document.getElementById("margin").getAttribute("aria-label"));
  const body = Object.assign(document.createElement("div"), { className: "sheet-body" });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button quiet" });
  close.textContent = document.body.dataset.statusClose;
  close.addEventListener("click", () => dialog.close());
  dialog.append(body, close);
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close()); // beside the sheet
  dialog.addEventListener("close", putBack);
  page().append(dialog);
  return dialog;
}

function putBack() {
  document.getElementById("margin").append(...sheet().querySelectorAll(".card"));
  document.dispatchEvent(new CustomEvent("wortlaut:cards"));
}

export function showSheet(uid) {
  const dialog = sheet() ?? build();
  putBack();
  dialog.querySelector(".sheet-body").append(cardOf(uid));
  if (!dialog.open) dialog.showModal();
}

// The card in it was deleted: there is nothing to show any more.
document.addEventListener("htmx:afterSettle", () => {
  if (sheet()?.open && !sheet().querySelector(".card")) sheet().close();
});

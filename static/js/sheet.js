// On a narrow page a card comes up from below in a modal sheet, and goes back to its list when that is closed.

import { cardOf } from "./current.js";
import { finish } from "./editor.js";

const sheet = () => document.getElementById("sheet");

function build() {
  const dialog = Object.assign(document.createElement("dialog"), { id: "sheet", className: "sheet" });
  dialog.setAttribute("aria-label", document.getElementById("margin").getAttribute("aria-label"));
  const body = Object.assign(document.createElement("div"), { className: "sheet-body" });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button quiet" });
  close.textContent = document.body.dataset.statusClose;
  close.addEventListener("click", closeSheet);
  dialog.append(body, close);
  dialog.addEventListener("click", ({ target }) => target === dialog && closeSheet()); // beside the sheet
  dialog.addEventListener("close", putBack); // by Escape
  document.body.append(dialog);
  return dialog;
}

// What a request has to say would be hidden behind a modal dialog, so it comes along.
const messages = () => [document.getElementById("toasts"), document.getElementById("status")];

function putBack() {
  const cards = [...sheet().querySelectorAll(".card")];
  cards.forEach(finish);
  document.getElementById("margin").append(...cards);
  document.body.append(...messages());
  document.dispatchEvent(new CustomEvent("wortlaut:cards"));
}

function closeSheet() {
  if (!sheet()?.open) return;
  putBack();
  sheet().close();
}

export function showSheet(uid) {
  const dialog = sheet() ?? build();
  if (dialog.open) putBack();
  dialog.querySelector(".sheet-body").append(cardOf(uid));
  dialog.append(...messages());
  if (!dialog.open) dialog.showModal();
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => detail.target.id === "reader" && closeSheet());
// The card in it was deleted: there is nothing to show any more.
document.addEventListener("htmx:afterSettle", () => {
  if (sheet()?.open && !sheet().querySelector(".card")) closeSheet();
});

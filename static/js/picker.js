// Choosing a tag or a speaker for what is selected: a combobox in a popover ([data-pick]) in the toolbar's place.

import { openList } from "./combobox.js";
import { placeBeside } from "./reader-page.js";
import { reselect, selectedRect } from "./selection.js";
import { hideToolbar, showToolbar } from "./toolbar.js";

const open = () => document.querySelector("[data-pick]:not([hidden])");

let chosen = null; // what is done with what is chosen, where that is not about the selection

export function pick(name) {
  pickFor(name, selectedRect(), null);
}

// `then` is called with {name, value} of what was chosen.
export function pickFor(name, rect, then) {
  const box = document.querySelector(`[data-pick="${name}"]`);
  if (!box || !rect) return;
  chosen = then;
  hideToolbar();
  box.hidden = false;
  placeBeside(box, rect);
  const field = box.querySelector("[role=combobox]");
  field.value = "";
  field.focus({ preventScroll: true });
  openList(field);
}

// Answers what is to be done with the choice, null where it is about the selection.
export function taken() {
  const then = chosen;
  closePicker();
  return then;
}

// The focus goes back to the text, and the selection with it.
export function closePicker() {
  chosen = null;
  const box = open();
  if (!box) return;
  if (box.contains(document.activeElement)) document.activeElement.blur(); // hiding alone does so a moment later
  box.hidden = true;
  reselect();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !open()) return;
  event.preventDefault();
  closePicker();
  showToolbar();
}, true);
// Whoever goes elsewhere, by pointer or by Tab, has let go of it.
for (const going of ["pointerdown", "focusin"]) document.addEventListener(going, ({ target }) => {
  if (open() && !target.closest("[data-pick]")) open().hidden = true;
});

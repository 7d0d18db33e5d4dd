// Choosing a tag or a speaker for what is selected: a combobox in a popover ([data-pick]) in the toolbar's place.

import { openList } from "./combobox.js";
import { placeBeside } from "./reader-page.js";
import { reselect, selectedRect } from "./selection.js";
import { hideToolbar, showToolbar } from "./toolbar.js";

const open = () => document.querySelector("[data-pick]:not([hidden])");

export function pick(name) {
  const box = document.querySelector(`[data-pick="${name}"]`);
  const rect = selectedRect();
  if (!box || !rect) return;
  hideToolbar();
  box.hidden = false;
  placeBeside(box, rect);
  const field = box.querySelector("[role=combobox]");
  field.value = "";
  field.focus({ preventScroll: true });
  openList(field);
}

// The focus goes back to the text, and the selection with it.
export function closePicker() {
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

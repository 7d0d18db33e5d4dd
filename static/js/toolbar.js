// The toolbar ([data-toolbar]) stands by the selection and never takes the focus; the next Tab goes in.

import { current } from "./current.js";
import { mayAnnotate, placeBeside } from "./reader-page.js";
import { clear, selected, selectedRect } from "./selection.js";

const bar = () => document.querySelector("[data-toolbar]");
const buttons = () => [...bar().querySelectorAll("button")].filter((button) => button.checkVisibility());
const isShown = () => bar() !== null && !bar().hidden;

export function hideToolbar() {
  if (bar()) bar().hidden = true;
}

export function showToolbar() {
  if (!mayAnnotate() || !bar()) return;
  bar().hidden = false;
  for (const part of bar().querySelectorAll("[data-join]")) part.hidden = !current();
  place();
  uncover();
}

// The bar at the bottom of a phone would hide what is selected there: the text moves up from under it.
function uncover() {
  const rect = getComputedStyle(bar()).position === "fixed" && selectedRect();
  const hidden = rect && rect.bottom <= innerHeight ? rect.bottom + 8 - bar().getBoundingClientRect().top : 0;
  if (hidden > 0) scrollBy(0, hidden);
}

function place() {
  const rect = isShown() && selectedRect();
  if (rect) placeBeside(bar(), rect);
}

function roam(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || !event.target.closest("[data-toolbar]")) return;
  event.preventDefault();
  const all = buttons();
  all.at((all.indexOf(event.target) + step) % all.length).focus();
}

// Only the way in is ours: from there on, and out again, Tab does what it always does.
function enter(event) {
  if (event.key !== "Tab" || event.shiftKey || event.defaultPrevented || !isShown()) return;
  if (event.target.closest("[data-toolbar], [data-pick], form")) return;
  event.preventDefault();
  buttons()[0].focus();
}

export const keys = {
  Escape() {
    if (!isShown()) return false;
    clear();
    return true;
  },
};

document.addEventListener("wortlaut:selection", ({ detail }) => (detail ? showToolbar() : hideToolbar()));
document.addEventListener("keydown", roam);
document.addEventListener("keydown", enter);
// A press on the bar keeps the selection and the focus where they are.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-toolbar]")) event.preventDefault();
});
document.addEventListener("scroll", () => requestAnimationFrame(place), { passive: true });
addEventListener("resize", () => isShown() && selected() && place());

// What is selected in the text, in code points. The page hears of it by "wortlaut:selection" on the document:
// 10 ms after the mouse is let go, 100 ms after the last key or handle change.

import { paint } from "./highlights.js";
import { rangeOf, spansOf } from "./offsets.js";

const AFTER_MOUSE = 10; // milliseconds: the browser has settled the selection by then
const AFTER_CHANGE = 100;

let pending = null; // {spans, exact}
let held = false; // the mouse button is down, the selection is still being drawn
let exact = false; // Alt was held: letters, not whole words
let timer = 0;
let settling = false; // the mouse has been let go; its own last change comes only now

const ours = () => document.activeElement?.closest("[data-toolbar], [data-pick]");

function inText() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const spans = spansOf(selection.getRangeAt(0));
  return spans.length ? { spans, exact } : null;
}

function look() {
  clearTimeout(timer);
  settling = false;
  if (ours()) return; // a field of the toolbar has the focus, and with it the browser's only selection
  const found = inText();
  if (!found && !pending) return;
  pending = found;
  tell();
}

function tell() {
  paint("pending", (pending?.spans ?? []).map(([start, end]) => rangeOf(start, end)));
  document.dispatchEvent(new CustomEvent("wortlaut:selection", { detail: pending }));
}

function soon(delay) {
  clearTimeout(timer);
  timer = setTimeout(look, delay);
}

// The selection as it is at this moment, or null. Keys do not wait for the toolbar.
export function selected() {
  if (!ours()) look();
  return pending;
}

// A box around what is selected, in view coordinates.
export function selectedRect() {
  const ranges = (pending?.spans ?? []).map(([start, end]) => rangeOf(start, end)).filter(Boolean);
  const rects = ranges.map((range) => range.getBoundingClientRect());
  if (!rects.length) return null;
  const edge = (pick, side) => pick(...rects.map((rect) => rect[side]));
  const [left, top] = [edge(Math.min, "left"), edge(Math.min, "top")];
  return new DOMRect(left, top, edge(Math.max, "right") - left, edge(Math.max, "bottom") - top);
}

export function select(start, end) {
  const range = rangeOf(start, end);
  if (!range) return;
  exact = false;
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

// The browser drops its selection when a field gets the focus; this brings it back.
export function reselect() {
  if (!pending) return;
  const letters = pending.exact;
  select(pending.spans[0][0], pending.spans.at(-1)[1]);
  exact = letters;
}

export function clear() {
  clearTimeout(timer);
  getSelection().removeAllRanges();
  pending = null;
  tell();
}

document.addEventListener("pointerdown", ({ target, pointerType, button }) => {
  if (pointerType !== "mouse" || button !== 0 || target.closest("[data-toolbar], [data-pick]")) return;
  held = true;
  clearTimeout(timer);
});
document.addEventListener("pointerup", (event) => {
  if (!held) return;
  held = false;
  settling = true;
  exact = event.altKey;
  soon(AFTER_MOUSE);
});
document.addEventListener("keydown", (event) => {
  if (event.shiftKey && event.key.startsWith("Arrow")) exact = event.altKey;
});
document.addEventListener("selectionchange", () => {
  if (!held && !settling) soon(AFTER_CHANGE);
});

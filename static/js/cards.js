// Cards and the marks they belong to: a click on one makes both current; the address can name a card.

import { cardOf, current, setCurrent, showCurrent, showPassage } from "./current.js";
import { levelSoon, watchLevels } from "./level.js";
import { listOverlap } from "./overlap.js";
import { isNarrow } from "./reader-page.js";
import { showSheet } from "./sheet.js";

const HASH = /^#card-([0-9a-f-]{36})$/;

// A new card comes in last; it belongs where its passage is.
function sort() {
  const margin = document.getElementById("margin");
  const cards = [...margin.querySelectorAll(":scope > .card")];
  const key = (card) => [Number(card.dataset.start), -Number(card.dataset.end)];
  const inOrder = [...cards].sort((a, b) => key(a)[0] - key(b)[0] || key(a)[1] - key(b)[1]);
  if (inOrder.some((card, n) => card !== cards[n])) margin.append(...inOrder);
}

// Make an annotation current and show it: its card in the margin, or in the sheet of a narrow page.
export function openCard(uid, { focus = false } = {}) {
  if (!cardOf(uid)) return;
  setCurrent(uid);
  if (isNarrow()) showSheet(uid);
  else if (focus) cardOf(uid).focus({ preventScroll: true });
}

// Several annotations at one place: the reader chooses.
export function openAny(uids, rect, options) {
  if (uids.length === 1) openCard(uids[0], options);
  else if (uids.length) listOverlap(uids, rect, options);
}

export function followHash() {
  const [, uid] = HASH.exec(location.hash) ?? [];
  if (!uid || !cardOf(uid)) return;
  setCurrent(uid);
  showPassage(uid);
}

export function refreshCards() {
  if (!document.getElementById("margin")) return;
  sort();
  showCurrent();
  watchLevels();
}

export const keys = {
  Escape() {
    if (!current()) return false;
    setCurrent(null);
    return true;
  },
};

function onMark(event, mark) {
  if (!getSelection().isCollapsed) return; // a selection that ends on a mark is no click
  const { clientX, clientY } = event;
  openAny(mark.dataset.ids.split(" "), new DOMRect(clientX, clientY - 8, 0, 16));
}

let pressed = false;

document.addEventListener("click", (event) => {
  const { target } = event;
  const mark = target.closest("#text mark.seg");
  const uid = target.closest(".margin .card")?.dataset.annotation;
  if (mark) onMark(event, mark);
  if (!uid) return;
  setCurrent(uid);
  if (!target.closest("a, button, form")) showPassage(uid);
});
// By keys only: a card that becomes current moves, and the button under the mouse would move away with it.
document.addEventListener("focusin", ({ target }) => {
  const card = target.closest?.(".margin .card");
  if (card && !pressed) setCurrent(card.dataset.annotation);
});
document.addEventListener("pointerdown", () => (pressed = true));
document.addEventListener("pointerup", () => (pressed = false));
document.addEventListener("pointercancel", () => (pressed = false));
document.addEventListener("toggle", levelSoon, true);
addEventListener("hashchange", followHash);

// The current annotation: its card and its segments carry .current, and the address names it.

import { paint } from "./highlights.js";

let uid = null;

export const cardOf = (id) => document.getElementById(`card-${id}`);

export const marksOf = (id) => [...document.querySelectorAll(`#text mark[data-ids~="${CSS.escape(id)}"]`)];

// Whether it may be changed: its card offers that, or is open for it. A suggestion is no annotation yet.
export const editable = (id) => Boolean(id && cardOf(id)?.querySelector("[data-edit], form[data-card-form]:not([data-proposed])"));

export const current = () => (uid && cardOf(uid) ? uid : null);

// Sets the classes again; needed after every swap, because the server does not know what is current.
export function showCurrent() {
  for (const element of document.querySelectorAll(".card.current, mark.current")) element.classList.remove("current");
  if (!current()) return;
  cardOf(uid).classList.add("current");
  for (const mark of marksOf(uid)) mark.classList.add("current");
}

export function setCurrent(id) {
  if (id === uid) return;
  uid = id;
  showCurrent();
  const { pathname, search } = location;
  history.replaceState(history.state, "", uid ? `#card-${uid}` : pathname + search);
  document.dispatchEvent(new CustomEvent("wortlaut:current", { detail: { uid } }));
}

// Brings the passage into view, if it is not there already, and opens the fold that hides it.
export function showPassage(id) {
  const mark = marksOf(id)[0];
  if (!mark) return;
  mark.closest("details")?.setAttribute("open", "");
  const { top, bottom } = mark.getBoundingClientRect();
  if (top < 64 || bottom > innerHeight - 64) mark.scrollIntoView({ block: "center" });
}

// Pointing at a mark or at a card paints the whole passage.
document.addEventListener("pointerover", ({ target }) => {
  const id = target.closest(".card")?.dataset.annotation ?? target.closest("mark.seg")?.dataset.ids.split(" ").at(-1);
  paint("hover", (id ? marksOf(id) : []).map((mark) => {
    const range = document.createRange();
    range.selectNodeContents(mark);
    return range;
  }));
});

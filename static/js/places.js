// Where the text names the speaker (mention) or the addressee, or says that it is speech (cue). They are painted
// while their card is current, and set from what is selected: in the open form, or in one that closes again.

import { cardOf, current } from "./current.js";
import { editing } from "./editor.js";
import { paint } from "./highlights.js";
import { rangeOf, textOf } from "./offsets.js";
import { mayAnnotate, page } from "./reader-page.js";
import { clear, selected } from "./selection.js";

const ROLES = ["mention", "cue", "addressee"];

const places = (card) => {
  const sent = [...card.querySelectorAll("input[name=place]")].map((input) => input.value);
  const said = sent.length ? sent : (card.dataset.places ?? "").split(" ");
  return said.filter(Boolean).map((place) => place.split(/[:\-+]/));
};

export function paintPlaces() {
  const found = current() ? places(cardOf(current())) : [];
  for (const role of ROLES) {
    const ranges = found.filter(([name]) => name === role).map(([, start, end]) => rangeOf(Number(start), Number(end)));
    paint(role, ranges);
  }
}

function put(item, value, words) {
  item.querySelector("input").value = value;
  item.querySelector("q").textContent = words;
  item.toggleAttribute("data-set", Boolean(value));
  item.dispatchEvent(new Event("change", { bubbles: true }));
  paintPlaces();
}

// Answers whether there was something to do.
function set(role) {
  const selection = selected();
  if (!selection || !current() || !mayAnnotate()) return false;
  const { spans, exact } = selection;
  const [start, end] = [spans[0][0], spans.at(-1)[1]];
  const words = textOf([start, end]);
  clear();
  editing(current(), (form) => {
    if (form.dataset.textVersion !== page().dataset.textVersion) return;
    put(form.querySelector(`[data-place=${role}]`), `${role}:${start}-${end}${exact ? "" : "+"}`, words);
  });
  return true;
}

export const keys = { m: () => set("mention"), w: () => set("cue"), a: () => set("addressee") };

// A press on these buttons keeps the selection.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-place-set]")) event.preventDefault();
});
document.addEventListener("click", ({ target }) => {
  const act = target.closest("[data-toolbar] [data-place-act]");
  if (act) set(act.dataset.placeAct);
  const item = target.closest("[data-place]");
  if (item && target.closest("[data-place-set]")) set(item.dataset.place);
  if (item && target.closest("[data-place-remove]")) put(item, "", "");
});
document.addEventListener("wortlaut:current", paintPlaces);
document.addEventListener("htmx:afterSettle", () => requestAnimationFrame(paintPlaces));

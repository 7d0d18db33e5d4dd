// Splitting the current annotation and joining two: by key, and by the buttons of its form.

import { cardOf, current, editable, setCurrent } from "./current.js";
import { saved } from "./editor.js";
import { rangeOf, spansOf } from "./offsets.js";
import { page, post, urlFor } from "./reader-page.js";
import { cursorStart } from "./sentences.js";
import { spansOfMark } from "./edges.js";

async function send(url, uid, values) {
  if (await saved()) await post(urlFor(url, uid), { text_version: page().dataset.textVersion, ...values });
}

// Where the caret is, in code points, or null when it is not in the text.
function caret() {
  const selection = getSelection();
  if (!selection.rangeCount) return null;
  const range = document.createRange();
  const first = document.querySelector("#text .block[data-start]");
  if (!first || !document.getElementById("text").contains(selection.focusNode)) return null;
  range.setStart(first, 0);
  range.setEnd(selection.focusNode, selection.focusOffset);
  return range.collapsed ? null : spansOf(range).at(-1)?.[1] ?? null;
}

// Before the caret, the sentence we are at, or the second passage: the first of these that is inside.
function split() {
  if (!editable(current())) return false;
  const spans = spansOfMark(current());
  const isInside = (at) => at !== null && spans.some(([start, end], n) => (n ? start <= at : start < at) && at < end);
  const at = [caret(), cursorStart(), spans[1]?.[0] ?? null].find(isInside);
  if (at === undefined) return false;
  send(page().dataset.splitUrl, current(), { at });
  return true;
}

function join() {
  const uid = current();
  if (!editable(uid)) return false;
  const cards = [...document.querySelectorAll(".card[data-annotation]")];
  const before = (card) => Number(card.dataset.start) <= Number(cardOf(uid).dataset.start) && card !== cardOf(uid);
  const other = cards.filter((card) => before(card) && editable(card.dataset.annotation)).at(-1);
  if (!other) return false;
  joinWith(other.dataset.annotation, uid);
  return true;
}

// The first one stays: what it says is right where the two differ.
export async function joinWith(first, second) {
  await send(page().dataset.joinUrl, first, { other: second });
  if (!cardOf(second)) setCurrent(first);
}

export const keys = { p: split, b: join };

document.addEventListener("click", (event) => {
  const offered = event.target.closest("[data-join-with]");
  if (offered) {
    event.preventDefault();
    offered.closest("[data-toast]").remove();
    joinWith(offered.dataset.joinWith, offered.dataset.joined);
    return;
  }
  const button = event.target.closest("[data-card-form] [data-cut]");
  if (!button || !page()) return;
  event.preventDefault();
  const name = button.dataset.cut;
  const url = { at: "splitUrl", other: "joinUrl", span: "spansUrl" }[name];
  const uid = button.closest(".card").dataset.annotation;
  send(page().dataset[url], uid, { [name]: button.form.elements[name].value });
});

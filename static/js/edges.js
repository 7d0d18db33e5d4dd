// The edges of the current passage: by key a word at a time, and by handles that follow the pointer or a finger. That of
// a suggestion whose form is open is moved in the form, and stored when that is saved.
// Alt+Shift and an arrow: Alt with left or right alone is the browser's history, brackets are AltGr on many
// keyboards.

import { cardOf, current, editable, marksOf } from "./current.js";
import { isEdited, saved } from "./editor.js";
import { paint } from "./highlights.js";
import { placeAt, rangeOf, spansOf } from "./offsets.js";
import { mayAnnotate, newUid, page, post, urlFor } from "./reader-page.js";
import { selected } from "./selection.js";

const KEYS = {
  ArrowLeft: ["end", -1],
  ArrowRight: ["end", 1],
  ArrowUp: ["start", -1],
  ArrowDown: ["start", 1],
};
const TOGETHER = 3000; // milliseconds between two steps of what is one movement to undo
let movement = { uid: null, edit: null, at: 0 };
let queue = Promise.resolve();

// The spans of an annotation as its segments on the page show them.
export function spansOfMark(uid) {
  const spans = [];
  for (const mark of marksOf(uid)) {
    const range = document.createRange();
    range.selectNodeContents(mark);
    const [span] = spansOf(range);
    if (!span) continue;
    if (spans.length && span[0] - spans.at(-1)[1] <= 0) spans.at(-1)[1] = span[1];
    else spans.push(span);
  }
  return spans;
}

// The passage of a suggestion whose form is open, as the form has it.
const passageOf = (uid) => cardOf(uid)?.querySelector("[data-proposed] [data-passage]");

const isMovable = (uid) => editable(uid) || Boolean(uid && passageOf(uid));

const spansIn = (passage) =>
  [...passage.querySelectorAll("[data-spans] input")].map(({ value }) => value.split("-").map(Number));

async function sendProposed(uid, values) {
  const passage = passageOf(uid);
  const span = [...passage.querySelectorAll("[data-spans] input")].map(({ value }) => value);
  const grow = passage.querySelector("[name=snap]").value; // the passage that comes back asks for it no more
  const url = cardOf(uid).dataset.passageUrl;
  await htmx.ajax("GET", url, { source: document.body, swap: "none", values: { span, grow, ...values } }).catch(() => {});
}

function send(uid, values, isNew = false) {
  if (passageOf(uid)) {
    queue = queue.then(() => passageOf(uid) && sendProposed(uid, values));
    return;
  }
  const now = Date.now();
  if (isNew || movement.uid !== uid || now - movement.at > TOGETHER) movement = { uid, edit: newUid() };
  movement.at = now;
  const { edit } = movement;
  queue = queue.then(async () => {
    if (!(await saved())) return;
    const open = isEdited(uid) ? "1" : "";
    const url = urlFor(page().dataset.edgeUrl, uid);
    await post(url, { text_version: page().dataset.textVersion, edit, open, ...values });
  });
}

document.addEventListener("keydown", (event) => {
  const [edge, step] = KEYS[event.key] ?? [];
  if (!edge || !event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
  if (!mayAnnotate() || !isMovable(current()) || selected()) return;
  if (event.target.closest("input, textarea, select, dialog:not(.sheet)")) return;
  event.preventDefault();
  send(current(), { edge, step });
});

// Handles: two for each stretch, outside of the text, so that nobody selects or copies them.
const box = () => document.querySelector("[data-handles]");

function handle(edge, at, span) {
  const button = Object.assign(document.createElement("div"), { className: `handle ${edge}` });
  Object.assign(button.dataset, { edge, at, other: edge === "start" ? span[1] : span[0] });
  const range = rangeOf(...span);
  const rects = range ? [...range.getClientRects()].filter(({ width }) => width > 0) : [];
  const rect = edge === "start" ? rects[0] : rects.at(-1);
  if (!rect) return null;
  button.style.left = `${(edge === "start" ? rect.left : rect.right) + scrollX}px`;
  button.style.top = `${rect.top + scrollY}px`;
  button.style.height = `${rect.height}px`;
  return button;
}

export function showHandles() {
  box()?.remove();
  const passage = current() && passageOf(current());
  paint("passage", passage ? spansIn(passage).map(([start, end]) => rangeOf(start, end)) : []);
  if (!page() || !mayAnnotate() || !isMovable(current())) return;
  const layer = document.createElement("div");
  layer.dataset.handles = "";
  layer.setAttribute("aria-hidden", "true"); // keys do the same
  const spans = passage ? spansIn(passage) : spansOfMark(current());
  const made = spans.flatMap((span) => [handle("start", span[0], span), handle("end", span[1], span)]);
  layer.append(...made.filter(Boolean));
  page().append(layer);
}

let dragged = null; // {element, to}

function follow(event) {
  if (!dragged) return;
  event.preventDefault();
  const { element } = dragged;
  element.style.pointerEvents = "none";
  const at = placeAt(event.clientX, event.clientY);
  element.style.pointerEvents = "";
  const { edge, other } = element.dataset;
  if (at === null || (edge === "start" ? at >= Number(other) : at <= Number(other))) return;
  dragged.to = at;
  paint("pending", [edge === "start" ? rangeOf(at, Number(other)) : rangeOf(Number(other), at)]);
}

function drop(event) {
  if (!dragged) return;
  const { element, to } = dragged;
  dragged = null;
  paint("pending", []);
  if (event.type !== "pointerup" || to === null || to === Number(element.dataset.at)) return;
  const { edge, at } = element.dataset;
  send(current(), { edge, at, to, snap: event.altKey ? "" : "1" }, true);
}

document.addEventListener("pointerdown", (event) => {
  const element = event.target.closest?.("[data-handles] .handle");
  if (!element) return;
  event.preventDefault();
  element.setPointerCapture(event.pointerId);
  dragged = { element, to: null };
});
document.addEventListener("pointermove", follow);
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);
document.addEventListener("wortlaut:current", showHandles);
document.addEventListener("change", ({ target }) => target.closest?.("[data-passage]") && showHandles());
document.addEventListener("toggle", showHandles, true);
addEventListener("resize", showHandles);

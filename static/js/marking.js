// Marking what is selected: fills the form [data-marking] and sends it. The selection stays until the server has
// answered, so that nothing is lost when it cannot.

import { openCard } from "./cards.js";
import { current, editable, setCurrent } from "./current.js";
import { setLastStance } from "./chips.js";
import { STANCES } from "./combobox.js";
import { addTo, edit, editing, isEdited, saved } from "./editor.js";
import { pick, taken } from "./picker.js";
import { mayAnnotate, newUid, page, post, urlFor } from "./reader-page.js";
import { clear, selected } from "./selection.js";
import * as sticky from "./sticky.js";
import { hold, release } from "./typeahead.js";

const form = () => document.querySelector("form[data-marking]");

let sent = null; // {what, uid, selection, note}: a try again of the same mark has the same uid, so it is made once
let busy = ""; // "mark" or "join": what is on its way
let next = null; // what was asked for while a mark was on its way: it is about that mark

const hidden = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", name, value });

// `values` are further [name, value] pairs: tag, new_tag, new_claim, speaker or new_speaker.
function mark(values = [], note = false) {
  const selection = selected();
  if (!selection || busy || !form()) return;
  values = sticky.withHeld(values);
  const what = JSON.stringify([selection, values]);
  sent = { what, note, selection, uid: sent?.what === what ? sent.uid : newUid() };
  const { elements } = form();
  elements.uid.value = sent.uid;
  elements.snap.value = selection.exact ? "" : "1";
  const spans = selection.spans.map(([start, end]) => hidden("span", `${start}-${end}`));
  const more = values.map(([name, value]) => hidden(name, value));
  form().querySelector("[data-spans]").replaceChildren(...spans, ...more);
  busy = "mark";
  if (note) hold();
  form().requestSubmit();
}

// A quote that its frame interrupts: what is selected becomes one more stretch of the current annotation; where
// that covers it already, it is one less.
async function join() {
  const selection = selected();
  const uid = current();
  if (!selection || !uid || busy) return;
  busy = "join";
  if (await saved()) await post(urlFor(page().dataset.spansUrl, uid), {
    text_version: page().dataset.textVersion,
    span: selection.spans.map(([start, end]) => `${start}-${end}`),
    snap: selection.exact ? "" : "1",
    open: isEdited(uid) ? "1" : "",
  });
  busy = "";
}

// On a narrow page the form comes up in the sheet.
function editCard(uid, field) {
  openCard(uid);
  edit(uid, field);
}

// Where else the words stand; the server shows them before it tags any.
function everywhere() {
  const { article, textVersion, occurrencesUrl } = page().dataset;
  const span = selected().spans[0].join("-");
  location.assign(`${occurrencesUrl}?${new URLSearchParams({ article, span, text_version: textVersion })}`);
}

// With a selection the action is about that; without one about the current card.
const acts = {
  highlight: () => mark(),
  tag: () => pick("tag"),
  speaker: () => pick("speaker"),
  note: () => mark([], true),
  occurrences: everywhere,
  join,
};

function act(name) {
  if (!mayAnnotate()) return false;
  if (busy === "mark" && ["tag", "speaker", "note"].includes(name)) {
    hold();
    next = (uid) => editCard(uid, name);
  } else if (selected()) acts[name]();
  else if (current() && ["tag", "speaker", "note"].includes(name)) editCard(current(), name);
  else return false;
  return true;
}

function shortcut(number) {
  const tag = document.querySelector(`.codebook li[data-shortcut="${number}"]`);
  if (!tag || !mayAnnotate()) return false;
  const { tag: value, label, color, kind } = tag.dataset;
  sticky.remember({ name: "tag", value, label });
  if (selected()) mark([["tag", value]]);
  else if (current()) addTo(current(), { value, label, color, kind });
  else return false;
  return true;
}

// For the last claim of the current annotation.
function takeStance(value) {
  if (!mayAnnotate()) return false;
  const set = (uid) => editing(uid, (form) => setLastStance(form.querySelector("[data-combobox][data-name=tag]"), value));
  if (busy === "mark") next = set;
  else if (editable(current())) set(current());
  else return false;
  return true;
}

const stances = Object.fromEntries(Object.entries(STANCES).map(([key, value]) => [key, () => takeStance(value)]));
const numbers = Object.fromEntries([..."123456789"].map((number) => [number, () => shortcut(number)]));

export const keys = {
  ...numbers,
  ...stances,
  h: () => act("highlight"),
  H: () => act("join"),
  t: () => act("tag"),
  s: () => act("speaker"),
  n: () => act("note"),
  "*": () => selected() !== null && act("occurrences"),
  Enter: () => selected() !== null && act("highlight"),
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-toolbar] [data-act]");
  if (button) act(button.dataset.act);
});
document.addEventListener("wortlaut:choose", (event) => {
  if (!event.target.closest("[data-pick]")) return;
  event.preventDefault();
  const { name, value } = event.detail;
  const then = taken();
  if (then) then(event.detail);
  else mark([[name, value]]);
});
const isMarking = ({ elt }) => elt.matches?.("form[data-marking]");

// Before the lines are drawn anew, which would leave the browser with half a selection. Who is quick has selected
// the next passage by now, and keeps that.
document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
  const isTaken = isMarking(detail) && detail.xhr.status < 400;
  if (isTaken && JSON.stringify(selected()) === JSON.stringify(sent?.selection)) clear();
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!isMarking(detail)) return;
  busy = "";
  if (detail.successful && detail.xhr.status < 400) return;
  next = null;
  release(null);
});
document.addEventListener("wortlaut:marked", ({ detail }) => {
  const mine = sent?.uid === detail.uid ? sent : null;
  if (mine) sent = null;
  if (mine?.note) editCard(detail.uid, "note");
  else setCurrent(detail.uid);
  if (mine) next?.(detail.uid);
  if (mine) next = null;
});

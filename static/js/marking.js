// Marking what is selected: fills the form [data-marking] and sends it. The selection stays until the server has
// answered, so that nothing is lost when it cannot.

import { openCard } from "./cards.js";
import { current, setCurrent } from "./current.js";
import { addTo, edit, isEdited } from "./editor.js";
import { closePicker, pick } from "./picker.js";
import { mayAnnotate, page, post } from "./reader-page.js";
import { clear, selected } from "./selection.js";
import { hold, release } from "./typeahead.js";

const NO_UID = "00000000-0000-0000-0000-000000000000"; // stands in the address for the annotation's own

const form = () => document.querySelector("form[data-marking]");

let sent = null; // {what, uid, selection, note}: a try again of the same mark has the same uid, so it is made once
let busy = false;

// A page that is not served over https or from this machine has no randomUUID.
function newUid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40; // version 4
  bytes[8] = (bytes[8] & 0x3f) | 0x80; // variant of RFC 9562
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const hidden = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", name, value });

// `values` are further [name, value] pairs: tag, new_tag, new_claim, speaker or new_speaker.
function mark(values = [], note = false) {
  const selection = selected();
  if (!selection || busy || !form()) return;
  const what = JSON.stringify([selection, values]);
  sent = { what, note, selection, uid: sent?.what === what ? sent.uid : newUid() };
  const { elements } = form();
  elements.uid.value = sent.uid;
  elements.snap.value = selection.exact ? "" : "1";
  const spans = selection.spans.map(([start, end]) => hidden("span", `${start}-${end}`));
  const more = values.map(([name, value]) => hidden(name, value));
  form().querySelector("[data-spans]").replaceChildren(...spans, ...more);
  busy = true;
  if (note) hold();
  form().requestSubmit();
}

// A quote that its frame interrupts: what is selected becomes one more stretch of the current annotation.
async function join() {
  const selection = selected();
  const uid = current();
  if (!selection || !uid || busy) return;
  busy = true;
  await post(page().dataset.spansUrl.replace(NO_UID, uid), {
    text_version: page().dataset.textVersion,
    span: selection.spans.map(([start, end]) => `${start}-${end}`),
    snap: selection.exact ? "" : "1",
    open: isEdited(uid) ? "1" : "",
  });
  busy = false;
}

// On a narrow page the form comes up in the sheet.
function editCard(uid, field) {
  openCard(uid);
  edit(uid, field);
}

// With a selection the action is about that; without one about the current card.
const acts = {
  highlight: () => mark(),
  tag: () => pick("tag"),
  speaker: () => pick("speaker"),
  note: () => mark([], true),
  join,
};

function act(name) {
  if (!mayAnnotate()) return false;
  if (selected()) acts[name]();
  else if (current() && name !== "highlight" && name !== "join") editCard(current(), name);
  else return false;
  return true;
}

function shortcut(number) {
  const tag = document.querySelector(`.codebook li[data-shortcut="${number}"]`);
  if (!tag || !mayAnnotate()) return false;
  const { tag: value, label, color, kind } = tag.dataset;
  if (selected()) mark([["tag", value]]);
  else if (current()) addTo(current(), { value, label, color, kind });
  else return false;
  return true;
}

const numbers = Object.fromEntries([..."123456789"].map((number) => [number, () => shortcut(number)]));

export const keys = {
  ...numbers,
  h: () => act("highlight"),
  H: () => act("join"),
  t: () => act("tag"),
  s: () => act("speaker"),
  n: () => act("note"),
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
  closePicker();
  mark([[name, value]]);
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
  busy = false;
  if (!detail.successful || detail.xhr.status >= 400) release(null);
});
document.addEventListener("wortlaut:marked", ({ detail }) => {
  const mine = sent?.uid === detail.uid ? sent : null;
  if (mine) sent = null;
  if (mine?.note) editCard(detail.uid, "note");
  else setCurrent(detail.uid);
});

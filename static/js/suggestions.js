// Suggestions on the article page: y accepts the current one, x rejects it, e opens its form, s asks for the speaker
// first. The next one is current at once; what is decided goes to the server one after the other.

import { openCard } from "./cards.js";
import { cardOf, current, setCurrent, showPassage } from "./current.js";
import { editProposed } from "./editor.js";
import { textOf } from "./offsets.js";
import { isNewNoMore, newNameIn } from "./new-names.js";
import { pickFor } from "./picker.js";
import { announce, mayAnnotate, newUid, post } from "./reader-page.js";
import { clear, selected } from "./selection.js";

const decided = new Set(); // those that are on their way
const replaced = new Map(); // those whose form is open in their place, by uid
let sending = Promise.resolve();

const isOne = (uid) => Boolean(uid && cardOf(uid)?.matches(".suggestion"));

function waiting() {
  const cards = [...document.querySelectorAll(".card.suggestion")].filter((card) => !decided.has(card.dataset.annotation));
  return cards.sort((one, other) => one.dataset.start - other.dataset.start);
}

// The next one from a place in the text on, or else the first of the rest.
function next(start) {
  const all = waiting();
  return all.find((card) => Number(card.dataset.start) > start) ?? all[0] ?? null;
}

function show(card) {
  if (!card) {
    setCurrent(null);
    return;
  }
  const uid = card.dataset.annotation;
  openCard(uid);
  showPassage(uid);
  announce(["speakers", "quote", "why"].map((part) => card.querySelector(`.card-${part}`)?.textContent.trim()).join(". "));
}

async function send(uid, url, values) {
  const key = url === cardOf(uid).dataset.accept && !values.speaker && !values.new_speaker && newNameIn(cardOf(uid));
  await post(url, values);
  decided.delete(uid);
  if (key && !cardOf(uid)) isNewNoMore(key);
  cardOf(uid)?.classList.remove("decided"); // it was refused, and is still open
}

function decide(uid, kind, values = {}, goesOn = true) {
  const card = cardOf(uid);
  const { accept, reject, start } = card.dataset;
  decided.add(uid);
  card.classList.add("decided");
  if (goesOn) show(next(Number(start)));
  sending = sending.then(() => send(uid, kind === "reject" ? reject : accept, values));
  return sending;
}

// The form takes the card's place, and gives it back when nothing is saved.
async function openForm(uid) {
  const card = cardOf(uid);
  replaced.set(uid, card);
  openCard(uid);
  await editProposed(uid, card.dataset.editUrl);
}

function cancel(uid) {
  const card = replaced.get(uid);
  if (!card) return;
  replaced.delete(uid);
  cardOf(uid).replaceWith(card);
  setCurrent(null);
  openCard(uid, { focus: true });
}

// What is selected becomes the passage of the form.
function setPassage(item) {
  const selection = selected();
  if (!selection) return;
  const spans = selection.spans.map(([start, end]) =>
    Object.assign(document.createElement("input"), { type: "hidden", name: "span", value: `${start}-${end}` }));
  item.querySelector("[data-spans]").replaceChildren(...spans);
  item.querySelector("[name=snap]").value = selection.exact ? "" : "1";
  item.querySelector("q").textContent = selection.spans.map(textOf).join(" […] ");
  item.dispatchEvent(new Event("change", { bubbles: true }));
  clear();
}

function chooseSpeaker(uid) {
  const at = document.querySelector(`#text mark[data-ids~="${uid}"]`) ?? cardOf(uid);
  pickFor("speaker", at.getBoundingClientRect(), ({ name, value }) => decide(uid, "accept", { uid: newUid(), [name]: value }));
}

const acts = {
  accept: (uid) => decide(uid, "accept", { uid: newUid() }),
  reject: (uid) => decide(uid, "reject"),
  edit: openForm,
  speaker: chooseSpeaker,
};

// What was accepted in bulk is right: the card says so no more, and the next of these is current.
function read(uid) {
  const button = cardOf(uid).querySelector("[data-unread]");
  const left = [...document.querySelectorAll(".card:has([data-unread])")].filter((card) => card !== cardOf(uid));
  const start = Number(cardOf(uid).dataset.start);
  document.activeElement?.blur(); // else the new card gets the focus back, and is current again
  button.click();
  const after = left.sort((one, other) => one.dataset.start - other.dataset.start);
  const card = after.find((one) => Number(one.dataset.start) > start) ?? after[0];
  if (card) show(card);
}

// With none of them current the key leads to the next one, so that nothing is decided that nobody has looked at.
function act(name) {
  if (!mayAnnotate() || selected()) return false;
  const uid = current();
  if (isOne(uid) && !decided.has(uid)) acts[name](uid);
  else if (name === "accept" && uid && cardOf(uid).querySelector("[data-unread]")) read(uid);
  else if (name === "speaker" || !waiting().length) return false;
  else show(next(Number(cardOf(uid)?.dataset.start ?? -1)));
  return true;
}

export const keys = {
  y: () => act("accept"),
  x: () => act("reject"),
  e: () => act("edit"),
  s: () => isOne(current()) && act("speaker"),
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-decide]");
  const uid = button?.closest("[data-suggestion]")?.dataset.annotation;
  if (uid && !decided.has(uid)) acts[button.dataset.decide](uid);
});

// A press on this button keeps the selection.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-passage-set]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const { target } = event;
  const leaving = target.closest("[data-proposed] [data-cancel]");
  if (target.closest("[data-passage-set]")) setPassage(target.closest("[data-passage]"));
  if (!leaving || !replaced.has(leaving.closest(".card").dataset.annotation)) return;
  event.preventDefault();
  cancel(leaving.closest(".card").dataset.annotation);
});
document.addEventListener("wortlaut:cancel", ({ target }) => cancel(target.dataset.annotation));
// Saved: its card has gone by now, and the next one is current.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.requestConfig?.elt; // off the page by now, so the event comes from its place
  if (!form?.matches?.("[data-proposed]") || detail.xhr?.status !== 200) return;
  const { annotation, start } = form.closest(".card").dataset;
  replaced.delete(annotation);
  setTimeout(() => show(next(Number(start)))); // once htmx has put everything in its place
});

// The queue leads here to edit one.
export function followEdit() {
  const [, uid] = /^#edit-([0-9a-f-]{36})$/.exec(location.hash) ?? [];
  if (!isOne(uid)) return;
  showPassage(uid);
  openForm(uid);
}

// What undo has brought back is current, so that the next key is about it.
let before = null; // those that were there, while the page is drawn anew
document.addEventListener("wortlaut:refresh", ({ detail }) => {
  before = detail.toast ? new Set(waiting().map((card) => card.dataset.annotation)) : null;
});
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (!before || target.id !== "reader") return;
  const back = waiting().filter((card) => !before.has(card.dataset.annotation));
  before = null;
  if (back.length === 1) show(back[0]);
});

// A mark of one's own has come over it: the text shows it no longer. One that shows again comes with the page.
document.addEventListener("htmx:afterSettle", () => {
  const ids = new Set([...document.querySelectorAll("#text mark.suggested")].flatMap((mark) => mark.dataset.ids.split(" ")));
  for (const card of waiting()) if (!ids.has(card.dataset.annotation)) card.remove();
  const lost = [...document.querySelectorAll("#text mark.only")].some((mark) => !cardOf(mark.dataset.ids.split(" ")[0]));
  if (lost) document.body.dispatchEvent(new CustomEvent("wortlaut:refresh", { detail: {} }));
});

// Suggestions on the article page: y accepts the current one, x rejects it, e accepts it and opens its form, s asks
// for the speaker first. The next one is current at once; what is decided goes to the server one after the other.

import { openCard } from "./cards.js";
import { cardOf, current, setCurrent, showPassage } from "./current.js";
import { edit } from "./editor.js";
import { isNewNoMore, newNameIn } from "./new-names.js";
import { pickFor } from "./picker.js";
import { announce, mayAnnotate, newUid, post } from "./reader-page.js";
import { selected } from "./selection.js";

const decided = new Set(); // those that are on their way
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

async function acceptAndEdit(uid) {
  const made = newUid();
  await decide(uid, "accept", { uid: made, edit: "1" }, false);
  if (!cardOf(made)) return;
  openCard(made);
  edit(made, "speaker");
}

function chooseSpeaker(uid) {
  const at = document.querySelector(`#text mark[data-ids~="${uid}"]`) ?? cardOf(uid);
  pickFor("speaker", at.getBoundingClientRect(), ({ name, value }) => decide(uid, "accept", { uid: newUid(), [name]: value }));
}

const acts = {
  accept: (uid) => decide(uid, "accept", { uid: newUid() }),
  reject: (uid) => decide(uid, "reject"),
  edit: acceptAndEdit,
  speaker: chooseSpeaker,
};

// With none of them current the key leads to the next one, so that nothing is decided that nobody has looked at.
function act(name) {
  if (!mayAnnotate() || selected()) return false;
  const uid = current();
  if (isOne(uid) && !decided.has(uid)) acts[name](uid);
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

// A mark of one's own has come over it: the text shows it no longer. One that shows again comes with the page.
document.addEventListener("htmx:afterSettle", () => {
  const ids = new Set([...document.querySelectorAll("#text mark.suggested")].flatMap((mark) => mark.dataset.ids.split(" ")));
  for (const card of waiting()) if (!ids.has(card.dataset.annotation)) card.remove();
  const lost = [...document.querySelectorAll("#text mark.only")].some((mark) => !cardOf(mark.dataset.ids.split(" ")[0]));
  if (lost) document.body.dispatchEvent(new CustomEvent("wortlaut:refresh", { detail: {} }));
});

// The edit form of a card (form[data-card-form]). It saves itself while somebody types; here is what keeps focus,
// caret and words where they are meanwhile.

import { cardOf } from "./current.js";
import { addChip } from "./chips.js";

const FORM = "form[data-card-form]";
const unsaved = new WeakSet(); // forms with changes that the server has not taken yet
const fields = {
  speaker: "[data-name=speaker] [role=combobox]",
  tag: "[data-name=tag] [role=combobox]",
  note: "textarea[name=note]",
};

const formIn = (uid) => cardOf(uid)?.querySelector(FORM);

async function open(uid) {
  const link = cardOf(uid)?.querySelector("[data-edit]");
  if (!link) return formIn(uid);
  await htmx.ajax("GET", link.href, { source: link, target: cardOf(uid), swap: "outerHTML" });
  return formIn(uid);
}

// Opens the form, or finds it open, with the focus in the field: "speaker", "tag" or "note".
export async function edit(uid, field = "speaker") {
  const form = await open(uid);
  const input = form?.querySelector(fields[field]);
  input?.focus();
  if (input?.matches("textarea")) input.setSelectionRange(input.value.length, input.value.length);
}

// Adds a tag to an annotation: in its form when that is open, else in one that closes again.
export async function addTo(uid, tag) {
  const wasOpen = Boolean(formIn(uid));
  const form = await open(uid);
  if (!form) return;
  addChip(form.querySelector("[data-combobox][data-name=tag]"), tag);
  if (!wasOpen) done(form);
}

function done(form) {
  form.requestSubmit(form.querySelector("[name=close]"));
}

// Waits until every open form is saved; answers whether all are.
export async function saved() {
  const late = [...document.querySelectorAll(FORM)].filter((form) => unsaved.has(form));
  await Promise.all(late.map((form) => new Promise((resolve) => {
    form.addEventListener("htmx:afterRequest", resolve, { once: true });
    form.requestSubmit();
  })));
  return !late.some((form) => form.isConnected && unsaved.has(form));
}

// A card that is replaced while somebody is in it: where they were and what they had typed by then.
function remember(card) {
  const typed = [...card.querySelectorAll("textarea, [role=combobox]")].map(({ id, value }) => [id, value]);
  const { id, selectionStart, selectionEnd, form } = document.activeElement;
  return { card: card.id, typed, id, caret: [selectionStart, selectionEnd], wasIn: Boolean(form) };
}

function restore({ card, typed, id, caret, wasIn }) {
  const now = document.getElementById(card);
  if (!now) return;
  for (const [name, value] of typed) {
    const field = document.getElementById(name);
    if (field) field.value = value;
  }
  const field = now.querySelector(`#${CSS.escape(id || card)}`);
  if (field) {
    field.focus({ preventScroll: true });
    if (field.matches("textarea, input")) field.setSelectionRange(...caret);
  } else if (wasIn || !now.querySelector(FORM)) {
    now.focus({ preventScroll: true });
  }
}

document.addEventListener("input", ({ target }) => {
  if (target.form?.matches(FORM) && !target.matches("[role=combobox]")) unsaved.add(target.form);
});
document.addEventListener("change", ({ target }) => {
  const form = target.closest?.(FORM);
  if (form) unsaved.add(form);
});
// What is typed while the request is under way makes the form unsaved again.
document.addEventListener("htmx:beforeRequest", ({ target }) => unsaved.delete(target));
document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (target.matches?.(FORM) && !detail.successful) unsaved.add(target);
});
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const card = detail.target;
  if (!card.matches?.(".card") || !card.contains(document.activeElement)) return;
  const place = remember(card);
  setTimeout(() => restore(place)); // once htmx has put the new card in
});
document.addEventListener("htmx:afterSettle", ({ target }) => {
  // Opened by its link: what had the focus is gone. A touch screen would raise its keyboard.
  const form = target.matches?.(".card") ? target.querySelector(FORM) : null;
  if (form && !target.contains(document.activeElement) && matchMedia("(hover: hover)").matches) {
    form.querySelector(fields.speaker).focus();
  }
});
document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && !event.defaultPrevented && event.target.closest?.(FORM);
  if (!form) return;
  event.preventDefault();
  done(form);
}, true);
addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll(FORM)].some((form) => unsaved.has(form))) event.preventDefault();
});

// The edit form of a card (form[data-card-form]). It saves itself while somebody types; here is what keeps focus,
// caret and words where they are meanwhile.

import { cardOf } from "./current.js";
import { addChip } from "./chips.js";
import { openList } from "./combobox.js";
import { hold, release } from "./typeahead.js";

const FORM = "form[data-card-form]";
const unsaved = new WeakSet(); // forms with changes that the server has not taken yet
const closing = new WeakSet(); // forms whose next request is the last one
const later = new WeakMap(); // form -> the timer of its next try
const fields = {
  speaker: "[data-name=speaker] [role=combobox]",
  tag: "[data-name=tag] [role=combobox]",
  note: "textarea[name=note]",
};

const formIn = (uid) => cardOf(uid)?.querySelector(FORM);

// The form of a suggestion: nothing of it is stored until somebody presses Save.
const isProposed = (form) => form.matches("[data-proposed]");

export const isEdited = (uid) => Boolean(formIn(uid));

async function open(uid) {
  const link = cardOf(uid)?.querySelector("[data-edit]");
  if (!link) return formIn(uid);
  const into = { source: link, target: cardOf(uid), swap: "outerHTML" };
  await htmx.ajax("GET", link.href, into).catch(() => {}); // status.js says that it could not be had
  // The form is on the page a moment before htmx listens to it; what is typed in between would not be saved.
  if (formIn(uid)) htmx.process(cardOf(uid));
  return formIn(uid);
}

// Opens the form, or finds it open, with the focus in the field: "speaker", "tag" or "note". Who names a field wants
// to choose, and is shown what was chosen lately.
export async function edit(uid, name = "") {
  hold();
  showForm(await open(uid), name);
}

// The form of a suggestion, in place of its card.
export async function editProposed(uid, url) {
  hold();
  const card = cardOf(uid); // not from the body: decisions are on their way from there
  await htmx.ajax("GET", url, { source: card, target: card, swap: "outerHTML" }).catch(() => {});
  if (formIn(uid)) htmx.process(cardOf(uid));
  showForm(formIn(uid), "");
}

function showForm(form, name) {
  const field = form?.querySelector(fields[name || "speaker"]) ?? null;
  release(field);
  if (name && field?.matches("[role=combobox]") && field === document.activeElement && !field.value) openList(field);
  // Once the card stands at its place: the whole form, not just the field that has the focus.
  requestAnimationFrame(() => requestAnimationFrame(() => form?.scrollIntoView({ block: "nearest" })));
}

// Does something in an annotation's form: when it is open in that, else in one that closes again.
export async function editing(uid, act) {
  const wasOpen = Boolean(formIn(uid));
  const form = await open(uid);
  if (!form) return;
  act(form);
  if (!wasOpen) done(form);
}

export const addTo = (uid, tag) =>
  editing(uid, (form) => addChip(form.querySelector("[data-combobox][data-name=tag]"), tag));

// htmx would remember a button that is pressed by a script, and close the form again at the next autosave.
function done(form) {
  closing.add(form);
  form.requestSubmit();
}

// Saves the form of a card and closes it, if one is open.
export function finish(card) {
  const form = card.querySelector(FORM);
  if (form && !isDisputed(form) && !isProposed(form)) done(form);
}

// Somebody else has changed it meanwhile: only the person may decide to save over that.
const isDisputed = (form) => form.closest(".card").querySelector(".conflict") !== null;

// Waits until every open form is saved; answers whether all are.
export async function saved() {
  const late = [...document.querySelectorAll(FORM)].filter((form) => unsaved.has(form) && !isProposed(form));
  const disputed = late.find(isDisputed);
  if (disputed) {
    disputed.querySelector("[name=close]").focus();
    return false;
  }
  await Promise.all(late.map((form) => answered(form)));
  return !late.some((form) => unsaved.has(form) || !form.isConnected);
}

function answered(form) {
  return new Promise((resolve) => {
    const listen = ({ detail }) => {
      if (detail.elt !== form) return;
      document.removeEventListener("htmx:afterRequest", listen);
      resolve();
    };
    document.addEventListener("htmx:afterRequest", listen);
    form.requestSubmit();
  });
}

// The database is busy or away: nobody should have to type again for it to be saved once it is back.
function saveLater(form, seconds) {
  clearTimeout(later.get(form));
  const save = () => form.isConnected && unsaved.has(form) && !isDisputed(form) && form.requestSubmit();
  later.set(form, setTimeout(save, seconds * 1000));
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
document.addEventListener("htmx:configRequest", ({ target, detail }) => {
  if (closing.delete(target)) detail.parameters.close = "1";
});
// What is typed while the request is under way makes the form unsaved again.
document.addEventListener("htmx:beforeRequest", ({ target }) => unsaved.delete(target));
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt; // by now perhaps replaced, and then the event comes from its place
  if (!form.matches?.(FORM) || (detail.successful && detail.xhr.status < 400)) return;
  // Refused, or late: a new form with what was typed may be there instead.
  const now = document.getElementById(form.closest(".card").id)?.querySelector(FORM) ?? form;
  unsaved.add(now);
  if (detail.xhr.status === 503) saveLater(now, Number(detail.xhr.getResponseHeader("Retry-After")) || 5);
});
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const card = detail.target;
  // Another card was changed: this one is being edited, and stays.
  if (detail.fragment?.querySelector?.("[data-along]") && card.querySelector?.(FORM)) detail.shouldSwap = false;
  if (!card.matches?.(".card") || !card.contains(document.activeElement)) return;
  const place = remember(card);
  setTimeout(() => restore(place)); // once htmx has put the new card in
});
document.addEventListener("htmx:afterSettle", ({ target }) => {
  // Opened by its link: what had the focus is gone. A touch screen would raise its keyboard.
  const form = target.matches?.(".card") ? target.querySelector(FORM) : null;
  if (form && !target.contains(document.activeElement) && matchMedia("(hover: hover)").matches) {
    form.querySelector("[role=combobox]").focus();
  }
});
document.addEventListener("keydown", (event) => {
  const card = event.key === "Escape" && !event.defaultPrevented && event.target.closest?.(".card:has(form)");
  if (!card) return;
  event.preventDefault();
  if (isProposed(card.querySelector(FORM))) card.dispatchEvent(new CustomEvent("wortlaut:cancel", { bubbles: true }));
  else finish(card);
}, true);
addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll(FORM)].some((form) => unsaved.has(form))) event.preventDefault();
});

// A combobox with a list of options ([data-combobox]), after the ARIA 1.2 pattern: the focus stays in the field,
// aria-activedescendant says which option is meant. The server sends the options. What is taken goes out as
// "wortlaut:choose" on the root, and becomes a chip unless somebody prevents that.

import { addChip, removeLastChip, setLastStance } from "./chips.js";
import { headers } from "./reader-page.js";
import { hold, release } from "./typeahead.js";

export const STANCES = { "+": "for", "-": "against", "=": "ambivalent", ".": "unclear", 0: "" };
const PAUSE = 80; // milliseconds of no typing before the server is asked
const asked = new WeakMap(); // field -> {timer, abort, takes}

const rootOf = (element) => element.closest("[data-combobox]");
const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
const options = (field) => [...listOf(field).querySelectorAll("[role=option]")];
const isOpen = (field) => field.getAttribute("aria-expanded") === "true";
const active = (field) => listOf(field).querySelector("[aria-selected=true]");

function activate(field, option) {
  active(field)?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", option?.id ?? "");
}

function close(field) {
  forget(field);
  listOf(field).hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-activedescendant", "");
}

// An answer to what is no longer typed must not come in.
function forget(field) {
  const request = asked.get(field);
  clearTimeout(request?.timer);
  request?.abort.abort();
  if (request?.takes) release(null);
  asked.delete(field);
}

function show(field, html) {
  const list = listOf(field);
  list.innerHTML = html;
  options(field).forEach((option, n) => {
    option.id = `${list.id}-${n}`;
    option.setAttribute("aria-selected", "false");
  });
  const found = options(field);
  list.hidden = found.length === 0;
  field.setAttribute("aria-expanded", String(found.length > 0));
  activate(field, field.value.trim() || field.hasAttribute("data-eager") ? found[0] : null);
  const count = rootOf(field).querySelector("[data-count]");
  if (count) count.textContent = `${count.dataset.count}: ${found.length}`;
}

async function ask(field, request) {
  const url = `${rootOf(field).dataset.url}?${new URLSearchParams({ q: field.value })}`;
  try {
    const answer = await fetch(url, { headers: { ...headers(), "HX-Request": "true" }, signal: request.abort.signal });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    show(field, await answer.text());
    asked.delete(field);
    if (!request.takes) return;
    take(field);
    release();
  } catch (error) {
    if (error.name === "AbortError") return;
    if (request.takes) release(null);
    const sentence = document.body.dataset.statusOffline;
    field.dispatchEvent(new CustomEvent("wortlaut:status", { detail: sentence, bubbles: true }));
  }
}

// Fetch the options for what is typed and open the list.
export function openList(field, pause = 0) {
  forget(field);
  const request = { abort: new AbortController(), takes: false };
  request.timer = setTimeout(() => ask(field, request), pause);
  asked.set(field, request);
}

function take(field, option = active(field)) {
  if (!option) return;
  const root = rootOf(field);
  const { value, create, field: newField, label, color, kind } = option.dataset;
  const detail = { name: (newField && root.dataset.new) ?? newField ?? root.dataset.name, value: value ?? create, label, color, kind };
  close(field);
  field.value = "";
  const event = new CustomEvent("wortlaut:choose", { detail, bubbles: true, cancelable: true });
  if (root.dispatchEvent(event)) addChip(root, detail);
}

// For the claim that was chosen last, as long as nothing is typed for another.
function stance(field, key) {
  if (!Object.hasOwn(STANCES, key) || rootOf(field).dataset.name !== "tag") return false;
  return field.value === "" && setLastStance(rootOf(field), STANCES[key]);
}

function move(field, step) {
  const all = options(field);
  const at = all.indexOf(active(field));
  activate(field, step > 0 ? all[(at + 1) % all.length] : all.at(at <= 0 ? -1 : at - 1));
}

// Each answers whether the key was for the list.
const pressed = {
  ArrowDown: (field) => (isOpen(field) ? move(field, 1) : openList(field)) ?? true,
  ArrowUp: (field) => (isOpen(field) ? move(field, -1) : openList(field)) ?? true,
  Home: (field) => isOpen(field) && (activate(field, options(field)[0]) ?? true),
  End: (field) => isOpen(field) && (activate(field, options(field).at(-1)) ?? true),
  Enter(field) {
    const request = asked.get(field);
    if (request && (field.value.trim() || field.hasAttribute("data-eager"))) {
      request.takes = true; // typed faster than the server answers
      hold();
    } else if (isOpen(field) && active(field)) take(field);
    else return false;
    return true;
  },
  Escape(field) {
    if (!isOpen(field)) return false;
    const isAsked = field.value.trim() !== "" || Boolean(active(field));
    close(field);
    return isAsked; // a list that came by itself goes with what it stands in
  },
  Backspace: (field) => field.value === "" && removeLastChip(rootOf(field)),
};

document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("[data-combobox] input[role=combobox]");
  if (!field || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (pressed[event.key]?.(field) || stance(field, event.key)) event.preventDefault();
}, true); // before anybody else: Escape closes one layer, and the list is the innermost
document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-combobox] input[role=combobox]")) return;
  // What is typed here is a question, not yet a value: the form has nothing to save.
  openList(target, PAUSE);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-combobox] input[role=combobox]")) event.stopPropagation();
}, true);
document.addEventListener("focusout", ({ target }) => {
  // Who goes on before the server has answered has chosen all the same.
  if (target.matches("[data-combobox] input[role=combobox]") && !asked.get(target)?.takes) close(target);
});
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-combobox] [role=listbox]")) event.preventDefault(); // the field keeps the focus
});
document.addEventListener("click", ({ target }) => {
  const option = target.closest("[data-combobox] [role=option]");
  if (option) take(rootOf(option).querySelector("[role=combobox]"), option);
  else if (target.matches("[data-combobox] input[role=combobox]") && !isOpen(target)) openList(target);
});

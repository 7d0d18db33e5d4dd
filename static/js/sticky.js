// A tag and a speaker that stay for every mark of this article. What was chosen last is offered in the toolbar;
// held, it goes with each new mark that does not name another. It ends with the page.

import { announce } from "./reader-page.js";

const last = new Map(); // "speaker" or "tag" -> {name, value, label}
const held = new Set();

const bar = () => document.querySelector("[data-toolbar] [data-sticky]");

export const kindOf = (name) => (name.endsWith("speaker") ? "speaker" : "tag");

export function remember({ name, value, label }) {
  last.set(kindOf(name), { name, value, label });
  show();
}

// [name, value] pairs for a mark that says these already.
export function withHeld(values) {
  const kinds = values.map(([name]) => kindOf(name));
  const more = [...held].filter((kind) => !kinds.includes(kind)).map((kind) => last.get(kind));
  return [...values, ...more.map(({ name, value }) => [name, value])];
}

function button([kind, { label }]) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  made.dataset.hold = kind;
  made.setAttribute("aria-pressed", String(held.has(kind)));
  made.title = `${bar().dataset.sticky} (f)`;
  return made;
}

export function show() {
  bar()?.replaceChildren(...[...last].map(button));
}

function tell() {
  show();
  const names = [...held].map((kind) => last.get(kind).label);
  announce(names.length ? `${bar()?.dataset.sticky}: ${names.join(", ")}` : bar()?.dataset.released ?? "");
}

function turn(kind) {
  if (!held.delete(kind)) held.add(kind);
  tell();
}

// All that can be held, or none of it any more.
function turnAll() {
  if (!last.size) return false;
  if (held.size) held.clear();
  else for (const kind of last.keys()) held.add(kind);
  tell();
  return true;
}

export const keys = { f: turnAll };

document.addEventListener("click", ({ target }) => {
  const chosen = target.closest("[data-toolbar] [data-hold]");
  if (chosen) turn(chosen.dataset.hold);
});
document.addEventListener("wortlaut:choose", ({ detail }) => {
  if (/^(new_)?(speaker|tag|claim)$/.test(detail.name)) remember(detail);
});
document.addEventListener("wortlaut:selection", ({ detail }) => detail && show());

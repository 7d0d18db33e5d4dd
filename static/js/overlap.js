// Where several annotations overlap, a list ([data-popover]) asks which one is meant.

import { cardOf } from "./current.js";
import { page, placeBeside } from "./reader-page.js";

const box = () => document.querySelector("[data-popover]");
let before = null; // what had the focus

function made() {
  const popover = document.createElement("div");
  popover.className = "popover";
  popover.dataset.popover = "";
  page().append(popover);
  return popover;
}

function entry(uid) {
  const card = cardOf(uid);
  const slot = [...card.classList].find((name) => /^c\d+$/.test(name)) ?? "c0";
  const words = [".card-speakers", ".chips", ".card-quote"].map((part) => card.querySelector(part)?.textContent.trim());
  const link = Object.assign(document.createElement("a"), { href: `#${card.id}`, className: slot });
  link.dataset.opens = uid;
  const swatch = Object.assign(document.createElement("span"), { className: `swatch ${slot}` });
  link.append(swatch, short(words.filter(Boolean).join(" · ")));
  const item = document.createElement("li");
  item.append(link);
  return item;
}

const short = (words) => (words.length > 80 ? `${[...words].slice(0, 79).join("")}…` : words);

export function listOverlap(uids, rect, { focus = false } = {}) {
  const popover = box() ?? made();
  const list = document.createElement("ul");
  list.append(...uids.filter(cardOf).map(entry));
  popover.replaceChildren(list);
  popover.hidden = false;
  placeBeside(popover, rect);
  before = document.activeElement;
  if (focus) list.querySelector("a")?.focus({ preventScroll: true });
}

function close() {
  const hadFocus = box().contains(document.activeElement);
  box().hidden = true;
  if (hadFocus) before?.focus?.({ preventScroll: true });
}

export const keys = {
  Escape() {
    if (!box() || box().hidden) return false;
    close();
    return true;
  },
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-popover] a[data-opens]");
  if (!link) return;
  event.preventDefault();
  close();
  const byKey = event.detail === 0;
  document.dispatchEvent(new CustomEvent("wortlaut:open", { detail: { uid: link.dataset.opens, focus: byKey } }));
});
document.addEventListener("pointerdown", ({ target }) => {
  if (box() && !box().hidden && !target.closest("[data-popover]")) box().hidden = true;
});

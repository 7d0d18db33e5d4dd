// Ticking blocks by key: j and k go over them, x ticks, with Shift a click ticks all from the last one on; u takes
// the last change back.

const boxes = () => [...document.querySelectorAll("[data-blocks] [name=block]")];
let last = null;

function step(by) {
  const all = boxes();
  const at = all.indexOf(document.activeElement);
  const next = at < 0 ? all.at(by > 0 ? 0 : -1) : all[at + by];
  next?.focus({ preventScroll: true });
  next?.closest("li").scrollIntoView({ block: "nearest" });
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  x: () => document.activeElement.matches("[name=block]") && document.activeElement.click(),
  u: () => document.querySelector("[data-undo]")?.click(),
};

// keys.js leaves fields alone, and a box to tick is one; nothing is typed into it.
document.addEventListener("keydown", (event) => {
  const box = event.target.closest("[data-blocks] [name=block]");
  if (!box || event.ctrlKey || event.altKey || event.metaKey || document.body.dataset.keys === "off") return;
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
document.addEventListener("wortlaut:key", (event) => {
  if (!keys[event.detail.key]) return;
  event.preventDefault();
  keys[event.detail.key]();
});
document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-blocks] [name=block]");
  if (!box) return;
  const all = boxes();
  const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) for (const other of all.slice(from, to + 1)) other.checked = box.checked;
  last = box;
});

// The keys of every list: j and k go over the rows, o opens, J and K turn pages. The row of the keyboard is
// the one whose link has the focus, so Enter needs nothing from here.

const titles = () => [...document.querySelectorAll("[data-row]")].map((row) => row.querySelector("a"));
const here = () => titles().indexOf(document.activeElement);

function step(by) {
  const all = titles();
  const at = here();
  const next = at < 0 ? all.at(by > 0 ? 0 : -1) : all[at + by];
  next?.focus({ preventScroll: true });
  next?.closest("[data-row]").scrollIntoView({ block: "nearest" });
}

const turn = (rel) => document.querySelector(`.pager [rel=${rel}]`)?.click();

const keys = {
  j: () => step(1),
  k: () => step(-1),
  o: () => titles()[here()]?.click(),
  J: () => turn("next"),
  K: () => turn("prev"),
  u: () => document.querySelector("[data-undo]")?.click(), // what was just done, from its toast
};

document.addEventListener("wortlaut:key", (event) => {
  const act = keys[event.detail.key];
  if (!act) return;
  event.preventDefault();
  act();
});
// Brought back from memory by the browser, the list shows states and counts of before.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

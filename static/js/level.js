// Sets each margin card level with its passage, none over another. The current card stands exactly where its
// passage is; the others give way.

import { current } from "./current.js";
import { isNarrow } from "./reader-page.js";

const GAP = 12; // pixels between two cards

const margin = () => document.getElementById("margin");

// uid -> the first segment of that annotation on the page
function firstSegments() {
  const found = new Map();
  for (const mark of document.querySelectorAll("#text mark.seg")) {
    for (const uid of mark.dataset.ids.split(" ")) if (!found.has(uid)) found.set(uid, mark);
  }
  return found;
}

function wantedTop(mark, zero) {
  if (!mark) return 0;
  const seen = mark.closest("details:not([open])") ?? mark;
  return seen.getBoundingClientRect().top - zero;
}

// Tops of cards of these heights, in order, as near to the wanted ones as can be; `fixed` gets what it wants.
function stack(wanted, heights, fixed = -1) {
  const tops = [];
  wanted.forEach((top, n) => tops.push(Math.max(top, n ? tops[n - 1] + heights[n - 1] + GAP : 0)));
  if (fixed < 0 || tops[fixed] <= wanted[fixed]) return tops;
  const room = heights.slice(0, fixed).reduce((sum, height) => sum + height + GAP, 0);
  tops[fixed] = Math.max(wanted[fixed], room);
  for (let n = fixed - 1; n >= 0; n -= 1) tops[n] = Math.min(tops[n], tops[n + 1] - GAP - heights[n]);
  for (let n = fixed + 1; n < tops.length; n += 1) {
    tops[n] = Math.max(wanted[n], tops[n - 1] + heights[n - 1] + GAP);
  }
  return tops;
}

export function level() {
  const box = margin();
  if (!box) return;
  box.classList.toggle("levelled", !isNarrow());
  if (isNarrow()) return;
  const cards = [...box.querySelectorAll(":scope > article")]; // the way to one that is not made yet, too
  const segments = firstSegments();
  const zero = box.getBoundingClientRect().top;
  const wanted = cards.map((card) => wantedTop(segments.get(card.dataset.annotation), zero));
  const heights = cards.map((card) => card.offsetHeight);
  const tops = stack(wanted, heights, cards.findIndex((card) => card.dataset.annotation === current()));
  cards.forEach((card, n) => (card.style.top = `${tops[n]}px`));
  box.style.minHeight = cards.length ? `${tops.at(-1) + heights.at(-1)}px` : "";
}

let waiting = 0;

// What the reader does moves the cards gently.
export function levelSoon() {
  waiting ||= requestAnimationFrame(() => {
    waiting = 0;
    margin()?.classList.add("moving");
    level();
  });
}

// An observer tells the sizes once at the beginning, when everything has its place already.
let told = true;

const sizes = new ResizeObserver(() => {
  if (told) levelSoon();
  told = true;
});

// Places everything at once, without a movement, and looks at what may change its height from now on: the text,
// and cards with a form. All others keep their height.
export function watchLevels() {
  sizes.disconnect();
  margin()?.classList.remove("moving");
  level();
  told = false;
  const seen = [document.getElementById("text"), ...(margin()?.querySelectorAll(".card:has(form)") ?? [])];
  seen.forEach((element) => element && sizes.observe(element));
  requestAnimationFrame(() => performance.mark("wortlaut:drawn")); // benchmarks/browser.py looks for it
}

if (document.fonts.status !== "loaded") document.fonts.ready.then(levelSoon);
document.addEventListener("wortlaut:current", levelSoon);
addEventListener("resize", levelSoon);

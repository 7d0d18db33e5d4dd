// Reading and selecting by sentence, without a mouse. The server says where sentences are (data-sentences).

import { openAny } from "./cards.js";
import { current, setCurrent } from "./current.js";
import { edit } from "./editor.js";
import { paint } from "./highlights.js";
import { blocks, isFolded, rangeOf, textOf } from "./offsets.js";
import { announce } from "./reader-page.js";
import { select } from "./selection.js";

let cursor = null; // the start of the sentence we are at, in code points
let left = null; // where Escape let go of it: the next key goes on there while that is in view
let anchor = null; // the start of the sentence where the selection began, null when none is being made

function all() {
  const cuts = blocks().filter((block) => block.dataset.sentences && !isFolded(block));
  return cuts.flatMap((block) => block.dataset.sentences.split(" ").map((cut) => cut.split("-").map(Number)));
}

export const cursorStart = () => cursor;

const at = (start, sentences) => sentences.findIndex((sentence) => sentence[0] === start);

function draw([start, end], isMoved) {
  const range = rangeOf(start, end);
  paint("sentence", [range]);
  if (!isMoved || !range) return;
  const { top, bottom } = range.getBoundingClientRect();
  if (top < 64 || bottom > innerHeight - 96) range.startContainer.parentElement.scrollIntoView({ block: "center" });
  const now = range.getBoundingClientRect();
  // A paragraph taller than the view: its middle need not be where the sentence is.
  if (now.top < 64 || now.bottom > innerHeight - 96) scrollBy(0, now.top - innerHeight / 3);
}

// The first sentence that is in view, for a reader who has scrolled and now takes to the keys.
function firstInView(sentences) {
  const block = blocks().find((one) => one.dataset.sentences && one.getBoundingClientRect().bottom > 0);
  const first = sentences.findIndex(([start]) => start >= Number(block?.dataset.start ?? 0));
  const rest = sentences.slice(Math.max(0, first));
  const seen = rest.findIndex(([start, end]) => rangeOf(start, end).getBoundingClientRect().top >= 0);
  return Math.max(0, first) + Math.max(0, seen);
}

function isInView([start, end]) {
  const { top, bottom } = rangeOf(start, end).getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

// -1: nowhere yet, or where we were is out of view.
function whereWeAre(sentences) {
  const here = at(cursor ?? left, sentences);
  return cursor === null && here >= 0 && !isInView(sentences[here]) ? -1 : here;
}

function move(step) {
  const sentences = all();
  if (!sentences.length) return false;
  const here = whereWeAre(sentences);
  const next = here < 0 ? firstInView(sentences) : Math.max(0, Math.min(here + step, sentences.length - 1));
  cursor = sentences[next][0];
  draw(sentences[next], true);
  announce(textOf(sentences[next]));
  if (anchor === null) leave(sentences[next]);
  else stretch(sentences);
  return true;
}

// The current card is current no more once we read elsewhere.
function leave(sentence) {
  if (current() && !uidsIn(sentence).includes(current())) setCurrent(null);
}

function stretch(sentences) {
  const [first, last] = [at(anchor, sentences), at(cursor, sentences)].sort((a, b) => a - b);
  select(sentences[first][0], sentences[last][1]);
}

function begin() {
  const sentences = all();
  if (anchor !== null) return move(1);
  if (cursor === null && !move(1)) return false;
  anchor = cursor;
  stretch(sentences);
  return true;
}

function byWord(forward) {
  if (anchor === null) return false;
  getSelection().modify("extend", forward ? "forward" : "backward", "word");
  return true;
}

function uidsIn(sentence) {
  const range = rangeOf(...sentence);
  const marks = [...document.querySelectorAll("#text mark.seg")].filter((mark) => range?.intersectsNode(mark));
  const words = marks.filter((mark) => {
    const inside = document.createRange();
    inside.selectNodeContents(mark);
    return range.compareBoundaryPoints(Range.END_TO_START, inside) < 0 && range.compareBoundaryPoints(Range.START_TO_END, inside) > 0;
  });
  return [...new Set(words.flatMap((mark) => mark.dataset.ids.split(" ")))];
}

function open() {
  const sentence = cursor !== null && all()[at(cursor, all())];
  const uids = sentence ? uidsIn(sentence) : [];
  if (current() && (!uids.length || (uids.length === 1 && uids[0] === current()))) edit(current());
  else if (uids.length) openAny(uids, rangeOf(...sentence).getBoundingClientRect(), { focus: true });
  else return false;
  return true;
}

export const keys = {
  j: () => move(1),
  k: () => move(-1),
  v: begin,
  o: open,
  Enter: open,
  ArrowDown: ({ shiftKey }) => shiftKey && anchor !== null && move(1),
  ArrowUp: ({ shiftKey }) => shiftKey && anchor !== null && move(-1),
  ArrowRight: ({ shiftKey }) => shiftKey && byWord(true),
  ArrowLeft: ({ shiftKey }) => shiftKey && byWord(false),
  Escape() {
    if (cursor === null) return false;
    left = cursor;
    cursor = null;
    paint("sentence", []);
    return true;
  },
};

// The text was drawn anew: what is painted has to be painted again.
export function redraw() {
  const sentence = cursor !== null && all()[at(cursor, all())];
  if (sentence) draw(sentence, false);
}

document.addEventListener("wortlaut:selection", ({ detail }) => {
  if (!detail) anchor = null;
});
document.addEventListener("pointerdown", () => (anchor = null));

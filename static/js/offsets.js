// Places on the page and places in the article's text. The text counts in Unicode code points, JavaScript in
// UTF-16 units. A block says with data-start where it begins; what stands in [data-skip] is not text.

const HIGH = /[\uD800-\uDBFF]$/;
const LOW = /^[\uDC00-\uDFFF]/;

export const blocks = () => [...document.querySelectorAll("#text .block[data-start]")];

export const isFolded = (block) => block.closest("details:not([open])") !== null;

const startOf = (block) => Number(block.dataset.start);

function codePoints(string) {
  let count = 0;
  for (const _ of string) count += 1;
  return count;
}

function textNodes(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    return node.hasAttribute("data-skip") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

// A character is in or out as a whole: an edge between its two units moves outwards.
function wholeUnits(data, from, to) {
  const halves = (at) => HIGH.test(data.slice(0, at)) && LOW.test(data.slice(at));
  return [halves(from) ? from - 1 : from, halves(to) ? to + 1 : to];
}

// The UTF-16 units of a text node that the range covers; from === to when none.
function covered(range, node) {
  if (node !== range.startContainer && node !== range.endContainer) {
    return range.comparePoint(node, 0) === 0 ? [0, node.length] : [0, 0];
  }
  const from = node === range.startContainer ? range.startOffset : 0;
  const to = node === range.endContainer ? range.endOffset : node.length;
  return from < to ? wholeUnits(node.data, from, to) : [0, 0];
}

function spanIn(block, range) {
  let position = startOf(block);
  let start = null;
  let end = null;
  for (const node of textNodes(block)) {
    const [from, to] = covered(range, node);
    if (from < to) {
      start ??= position + codePoints(node.data.slice(0, from));
      end = position + codePoints(node.data.slice(0, to));
    }
    position += codePoints(node.data);
  }
  return start === null ? null : [start, end];
}

// The spans [start, end) that a DOM range covers: one for each run of blocks that are seen one after another.
// A folded block is not seen, so it is left out and ends the run.
export function spansOf(range) {
  const spans = [];
  let joins = false;
  for (const block of blocks()) {
    if (!range.intersectsNode(block)) continue;
    const span = isFolded(block) ? null : spanIn(block, range);
    if (span && joins) spans.at(-1)[1] = span[1];
    else if (span) spans.push(span);
    if (span) joins = true;
    else if (isFolded(block)) joins = false;
  }
  return spans;
}

function unitsOf(data, points) {
  let units = 0;
  for (const char of data) {
    if (points-- <= 0) break;
    units += char.length;
  }
  return units;
}

// [text node, UTF-16 offset] of a place; at the seam of two nodes an end stays with the first of them.
function pointAt(offset, isEnd) {
  const before = (block) => (isEnd ? startOf(block) < offset : startOf(block) <= offset);
  const block = blocks().filter(before).at(-1);
  if (!block) return null;
  let left = offset - startOf(block);
  let last = null;
  for (const node of textNodes(block)) {
    const length = codePoints(node.data);
    if (left < length || (isEnd && left === length)) return [node, unitsOf(node.data, left)];
    left -= length;
    last = node;
  }
  return last && [last, last.length];
}

// The DOM range of a span, or null when the page does not show its place.
export function rangeOf(start, end) {
  const from = pointAt(start, false);
  const to = pointAt(end, true);
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(...from);
  range.setEnd(...to);
  return range;
}

// The words of a span as they stand in the text, a space between blocks.
export function textOf([start, end]) {
  const range = rangeOf(start, end);
  const pieces = blocks()
    .filter((block) => range?.intersectsNode(block))
    .map((block) => textNodes(block).map((node) => node.data.slice(...covered(range, node))).join(""));
  return pieces.filter(Boolean).join(" ");
}

// The place in the text under a point of the view, in code points; null when there is none.
export function placeAt(x, y) {
  const caret = document.caretPositionFromPoint?.(x, y) ?? document.caretRangeFromPoint?.(x, y);
  const [node, offset] = caret ? [caret.offsetNode ?? caret.startContainer, caret.offset ?? caret.startOffset] : [];
  const block = node && (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("#text .block[data-start]");
  if (!block) return null;
  const range = document.createRange();
  range.setStart(block, 0);
  range.setEnd(node, offset);
  return range.collapsed ? startOf(block) : spanIn(block, range)?.[1] ?? startOf(block);
}

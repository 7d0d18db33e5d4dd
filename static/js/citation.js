// c copies what is selected, or the current annotation, with speaker, source and paragraph.

import { cardOf, current } from "./current.js";
import { blocks, textOf } from "./offsets.js";
import { page, toast } from "./reader-page.js";
import { selected } from "./selection.js";

// The number of the paragraph that holds an offset, "" before the first one.
function paragraphAt(offset) {
  const block = blocks().filter((one) => Number(one.dataset.start) <= offset).at(-1);
  return block?.querySelector(".parno")?.textContent ?? "";
}

function paragraphs(start, end) {
  const numbers = [paragraphAt(start), paragraphAt(end - 1)].filter(Boolean);
  if (!numbers.length) return "";
  return `${page().dataset.citationParagraph} ${[...new Set(numbers)].join("–")}`;
}

function quoted() {
  const selection = selected();
  if (selection) {
    const quote = `„${selection.spans.map(textOf).join(" […] ").trim()}“`;
    return [quote, paragraphs(selection.spans[0][0], selection.spans.at(-1)[1])];
  }
  const card = current() && cardOf(current());
  if (!card?.dataset.citation) return null;
  return [card.dataset.citation, paragraphs(Number(card.dataset.start), Number(card.dataset.end))];
}

// Where the page is not served over https or from this machine there is no clipboard but the old command.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const ranges = getSelection().rangeCount ? [getSelection().getRangeAt(0)] : [];
  const box = Object.assign(document.createElement("textarea"), { value: text, className: "sr" });
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
  ranges.forEach((range) => getSelection().addRange(range));
}

export const keys = {
  c() {
    const found = quoted();
    if (!found) return false;
    const [quote, place] = found;
    const text = [quote, page().dataset.citationSource, place].filter(Boolean).join(", ");
    copy(text).then(() => toast(page().dataset.citationCopied));
    return true;
  },
};

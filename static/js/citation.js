// c copies what is selected, or the current annotation, with speaker, source and paragraph.

import { copy } from "./clipboard.js";
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
  const quote = card?.querySelector(".card-quote")?.textContent;
  if (!quote) return null;
  const who = card.querySelector("b.card-speakers")?.textContent; // not bold: why there is none
  return [`„${quote}“${who ? ` (${who})` : ""}`, paragraphs(Number(card.dataset.start), Number(card.dataset.end))];
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

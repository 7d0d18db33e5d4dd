// The article page. Each module beside this one holds one behaviour; here is who gets a key first.

import "./combobox.js"; // first: of what Escape closes, an open list is the innermost
import * as cards from "./cards.js";
import * as citation from "./citation.js";
import * as cutting from "./cutting.js";
import { showHandles } from "./edges.js";
import * as marking from "./marking.js";
import * as overlap from "./overlap.js";
import * as places from "./places.js";
import * as sentences from "./sentences.js";
import "./showing.js";
import * as state from "./state.js";
import * as sticky from "./sticky.js";
import * as toolbar from "./toolbar.js";
import * as suggestions from "./suggestions.js";
import * as undo from "./undo.js";

// Escape closes one layer, the first of these that has one; Enter marks what is selected before it opens anything.
const modules = [overlap, toolbar, suggestions, marking, places, cutting, sticky, sentences, cards, citation, state, undo];
const listeners = modules.map((module) => module.keys);

document.addEventListener("wortlaut:key", (event) => {
  const { key } = event.detail;
  if (listeners.some((keys) => Object.hasOwn(keys, key) && keys[key](event.detail))) event.preventDefault();
});

// htmx has put something new on the page: a line, a card, or the whole of it. One answer brings many pieces.
let waiting = 0;

document.addEventListener("htmx:afterSettle", () => {
  waiting ||= requestAnimationFrame(() => {
    waiting = 0;
    cards.refreshCards();
    sentences.redraw();
    showHandles();
  });
});
document.addEventListener("wortlaut:cards", cards.refreshCards);
document.addEventListener("wortlaut:open", ({ detail }) => cards.openCard(detail.uid, detail));

cards.refreshCards();
cards.followHash();
suggestions.followEdit();
state.countReading();

// The way through the articles: done and on to the next, next and previous, and that this one has been read.

import { saved } from "./editor.js";
import { headers, mayAnnotate, page, post } from "./reader-page.js";

const READ_AFTER = 5; // seconds that the page must have been seen

async function go(url) {
  if (url && (await saved())) location.assign(url);
}

async function finish() {
  if (await saved()) await post(page().dataset.stateUrl, { state: "done", next: "1" });
}

export const keys = {
  d: () => mayAnnotate() && Boolean(finish()),
  J: () => Boolean(go(page().dataset.next)),
  K: () => Boolean(go(page().dataset.previous)),
};

// Nobody asked for this request, so nobody is told when it fails; the next visit tries again.
function tellRead() {
  fetch(page().dataset.readingUrl, { method: "POST", headers: { ...headers(), "HX-Request": "true" } }).catch(() => {});
}

export function countReading() {
  if (!page().dataset.readingUrl) return;
  let seconds = 0;
  const clock = setInterval(() => {
    if (document.visibilityState === "visible") seconds += 1;
    if (seconds < READ_AFTER) return;
    clearInterval(clock);
    tellRead();
  }, 1000);
}

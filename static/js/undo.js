// Undo and redo in this article. The server answers with "wortlaut:refresh": the page draws itself again.

import { saved } from "./editor.js";
import { page, mayAnnotate, post, toast } from "./reader-page.js";

async function take(url) {
  if (mayAnnotate() && (await saved())) await post(url);
}

const undo = () => take(page().dataset.undoUrl);
const redo = () => take(page().dataset.redoUrl);

// Each answers true at once: the key is used, whatever the server says.
export const keys = {
  u: () => Boolean(undo()),
  Z: () => Boolean(redo()),
};

const FIELDS = "input, textarea, select, [contenteditable]"; // they have an undo of their own

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
  if (event.target.closest(FIELDS) || !mayAnnotate()) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  if (key === "y" || event.shiftKey) redo();
  else undo();
});
document.addEventListener("wortlaut:refresh", ({ detail }) => detail.toast && toast(detail.toast));

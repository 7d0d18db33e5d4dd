// A field that the server has yet to send: what is typed meanwhile waits here, and goes into it when it comes.

let typed = null; // null: nobody waits

export function hold() {
  typed ??= "";
}

// Gives the field the focus and the words; without a field they are dropped.
export function release(field) {
  const words = typed;
  typed = null;
  if (!field) return;
  field.focus();
  if (field.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length);
  if (words) document.execCommand("insertText", false, words); // as if typed: with its events, and to be undone
}

document.addEventListener("keydown", (event) => {
  if (typed === null || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  typed += event.key;
}, true);

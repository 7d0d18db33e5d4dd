// What is typed while the page waits for the server (a field that is yet to come, an option that Enter has
// taken) waits here, and is typed once it has come: fast keys do what slow ones do.

const KEYS = ["Enter", "Tab", "Backspace"];
const TEXT = "textarea, input:not([type=hidden], [type=checkbox])";
let typed = null; // null: nobody waits; else the keys so far

export function hold() {
  typed ??= [];
}

// The keys go on to what has the focus; null drops them.
export function release(field = document.activeElement) {
  const keys = typed ?? [];
  typed = null;
  if (!field) return;
  field.focus();
  if (field.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length);
  while (keys.length && typed === null) replay(keys.shift());
  typed?.push(...keys); // one of them has to wait again, and with it the rest
}

// As if typed: with its events, and to be undone.
function replay(key) {
  const target = document.activeElement;
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  if (!target.dispatchEvent(event)) return;
  if (key === "Tab") nextField(target)?.focus();
  else if (key === "Backspace") document.execCommand("delete");
  else if (key.length === 1 && target.matches(TEXT)) document.execCommand("insertText", false, key);
}

function nextField(field) {
  const fields = [...(field.form?.querySelectorAll("[role=combobox], textarea") ?? [])];
  return fields[fields.indexOf(field) + 1];
}

document.addEventListener("keydown", (event) => {
  if (typed === null || !event.isTrusted || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.length !== 1 && !KEYS.includes(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  typed.push(event.key);
}, true);

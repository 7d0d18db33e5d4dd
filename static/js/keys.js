// Single keys on every page. This script decides whether a key may act at all: not in a field, not with Ctrl,
// Alt or Meta, not behind a dialog, and characters not when the reader has turned them off. It looks at the
// character, never at the place of the key, so that German keyboards work too.
//
// It knows "/", "?" and "g" with a letter (links with data-go). Every other key is offered to the page's own
// scripts as the event "wortlaut:key" on the focused element; who uses it calls preventDefault().

const PATIENCE = 1500; // milliseconds between "g" and its letter
const FIELDS = "input, textarea, select, [contenteditable], [role=combobox], [role=listbox]";
const CONTROLS = "a[href], button, summary, [role=button], [role=option], [role=tab]";
let going = 0;

function mayAct(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (document.querySelector("dialog:modal")) return false;
  if (event.key === "Escape") return true;
  if (event.target.closest(FIELDS)) return false;
  if (event.key === "Enter" || event.key === " ") return !event.target.closest(CONTROLS);
  return event.key.length > 1 || document.body.dataset.keys !== "off";
}

const global = {
  "/": () => {
    const field = document.querySelector("[data-search]");
    field?.focus();
    field?.select();
    return Boolean(field);
  },
  "?": () => {
    const help = document.querySelector("[data-help]");
    if (help) showHelp(help);
    return Boolean(help);
  },
  g: () => {
    clearTimeout(going);
    going = setTimeout(() => (going = 0), PATIENCE);
    return true;
  },
  Escape: (event) => {
    const field = event.target.closest("[data-search]");
    field?.blur();
    return Boolean(field);
  },
};

function go(letter) {
  clearTimeout(going);
  going = 0;
  document.querySelector(`[data-go="${CSS.escape(letter)}"]`)?.click();
}

function offer(event) {
  const detail = { key: event.key, shiftKey: event.shiftKey, event };
  const target = event.target.isConnected ? event.target : document.body;
  return !target.dispatchEvent(new CustomEvent("wortlaut:key", { detail, bubbles: true, cancelable: true }));
}

// The keys of the help page in a dialog; when they cannot be had, the page itself.
async function showHelp(link) {
  const answer = await fetch(link.href).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const keys = page ? [...page.querySelectorAll("section:has(.keys)")] : [];
  if (!keys.length) {
    location.assign(link.href);
    return;
  }
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-label", page.querySelector("h1").textContent);
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button" });
  close.textContent = document.body.dataset.statusClose;
  close.addEventListener("click", () => dialog.close());
  dialog.append(...keys, close);
  dialog.tabIndex = -1;
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  dialog.focus(); // not the button, which scrolls to the end
  dialog.scrollTop = 0;
}

document.addEventListener("keydown", (event) => {
  if (!mayAct(event) || ["Shift", "Control", "Alt", "Meta", "AltGraph"].includes(event.key)) return;
  if (going && event.key.length === 1) {
    go(event.key);
    event.preventDefault();
  } else if (offer(event) || global[event.key]?.(event)) {
    event.preventDefault();
  }
});

// A toast ([data-toast] in #toasts) goes after ten seconds, unless somebody points at it or is inside it.
// data-toast="keep" stays until it is closed. The focus is never touched.

const LIFE = 10_000; // milliseconds, long enough to read and reach "undo"
const region = document.getElementById("toasts");
const timers = new WeakMap();

function start(toast) {
  stop(toast);
  if (toast.dataset.toast !== "keep") timers.set(toast, setTimeout(() => toast.remove(), LIFE));
}

function stop(toast) {
  clearTimeout(timers.get(toast));
}

function onToast(type, act) {
  region.addEventListener(type, (event) => {
    const toast = event.target.closest("[data-toast]");
    if (toast) act(toast, event);
  });
}

// Leaving one part of a toast for another is not leaving it.
function startIfLeft(toast, event) {
  const held = toast.contains(event.relatedTarget) || toast.matches(":hover, :focus-within");
  if (!held) start(toast);
}

onToast("pointerover", stop);
onToast("focusin", stop);
onToast("pointerout", startIfLeft);
onToast("focusout", startIfLeft);
onToast("click", (toast, event) => {
  if (event.target.closest("[data-toast-close]")) toast.remove();
});
// What it asked is answered.
onToast("htmx:afterRequest", (toast, event) => {
  if (event.detail.successful && event.target.closest("[data-toast-answer]")) toast.remove();
});

// A new toast takes the place of the old ones: "undo" always means the last action.
new MutationObserver(() => {
  const toasts = [...region.querySelectorAll("[data-toast]")];
  const newest = toasts.pop();
  toasts.filter((toast) => toast.dataset.toast !== "keep").forEach((toast) => toast.remove());
  if (newest && !timers.has(newest)) start(newest);
}).observe(region, { childList: true, subtree: true });

region.querySelectorAll("[data-toast]").forEach(start);

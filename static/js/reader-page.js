// What the article page tells its scripts, read anew each time: htmx may have replaced it.

export const page = () => document.getElementById("reader");

export const mayAnnotate = () => page()?.dataset.mayAnnotate === "1";

export const isNarrow = () => !matchMedia("(min-width: 56.25em)").matches;

export function announce(sentence) {
  const line = document.querySelector("[data-announce]");
  if (line) line.textContent = sentence;
}

export function toast(sentence) {
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset.toast = "";
  box.append(Object.assign(document.createElement("span"), { textContent: sentence }));
  document.getElementById("toasts").append(box);
}

// htmx gives every request the headers on the body, the CSRF token among them; fetch() has to ask for them.
export const headers = () => JSON.parse(document.body.getAttribute("hx-headers"));

// What fails is said by status.js.
export function post(url, values = {}) {
  return htmx.ajax("POST", url, { source: document.body, swap: "none", values }).catch(() => {});
}

// A page that is not served over https or from this machine has no randomUUID.
export function newUid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40; // version 4
  bytes[8] = (bytes[8] & 0x3f) | 0x80; // variant of RFC 9562
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const NO_UID = "00000000-0000-0000-0000-000000000000"; // stands in an address for an annotation's own

export const urlFor = (address, uid) => address.replace(NO_UID, uid);

// Where something that belongs to `rect` (in view coordinates) may stand without covering it or leaving the
// view: below, above, right or left of it. Page coordinates; the bar at the top counts as out of view.
export function placeBeside(box, rect, gap = 8) {
  const view = document.documentElement;
  const top = Math.max(0, document.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0) + gap;
  const bottom = view.clientHeight - box.offsetHeight - gap;
  const right = view.clientWidth - box.offsetWidth - gap;
  const clamp = (value, most, least = gap) => Math.max(least, Math.min(value, most));
  const places = [
    [clamp(rect.left, right), rect.bottom + gap],
    [clamp(rect.left, right), rect.top - box.offsetHeight - gap],
    [rect.right + gap, clamp(rect.bottom, bottom, top)],
    [rect.left - box.offsetWidth - gap, clamp(rect.bottom, bottom, top)],
  ];
  const inView = ([x, y]) => x >= 0 && x <= right && y >= top && y <= bottom;
  const [x, y] = places.find(inView) ?? [clamp(rect.left, right), bottom];
  box.style.left = `${x + scrollX}px`;
  box.style.top = `${y + scrollY}px`;
}

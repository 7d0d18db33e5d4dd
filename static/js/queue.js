// The queue of suggestions: j and k go from one to the next, y accepts, x rejects, s asks for the speaker first, e opens
// the article there, u takes the last decision back. The next one is current at once, and so is what undo brings back.

import "./combobox.js";
import { isNewNoMore, newNameIn } from "./new-names.js";
import { pickFor, taken } from "./picker.js";
import { announce, newUid, post, toast } from "./reader-page.js";
import "./showing.js";

const rows = () => [...document.querySelectorAll("[data-queued]:not(.decided)")];
let current = null;
let sending = Promise.resolve();
let undone = null; // the form that takes the last decision back; it outlives its toast
let before = null; // the rows that were there, while the page is drawn anew after an undo

const drawAnew = () => document.body.dispatchEvent(new CustomEvent("wortlaut:refresh", { detail: {} }));

function show(row) {
  current = row ?? null;
  if (!current) return;
  current.focus({ preventScroll: true });
  const { top, bottom } = current.getBoundingClientRect();
  if (top < 72 || bottom > innerHeight - 24) current.scrollIntoView({ block: "center" });
  announce(current.getAttribute("aria-label"));
}

function step(by) {
  const all = rows();
  const at = all.indexOf(current);
  show(at < 0 ? all.at(by > 0 ? 0 : -1) : (all[at + by] ?? current));
  return all.length > 0;
}

// What was refused stays in its place; once all are decided the next ones come.
async function send(row, url, values) {
  let status = 0;
  const listen = ({ detail }) => (status = detail.xhr?.status ?? 0);
  document.addEventListener("htmx:afterRequest", listen, { once: true });
  await post(url, { ...values, queue: "1", next: location.pathname + location.search });
  const key = url === row.dataset.accept && !values.speaker && !values.new_speaker && newNameIn(row);
  if (key && status === 200) isNewNoMore(key);
  if (status === 200 || status === 409) row.remove();
  else row.classList.remove("decided");
  undone = document.querySelector("[data-undo]")?.form ?? undone;
  if (!document.querySelector("[data-queued]")) drawAnew();
}

function decide(row, url, values = {}) {
  const all = rows();
  const next = all[all.indexOf(row) + 1] ?? all[all.indexOf(row) - 1];
  row.classList.add("decided");
  show(next);
  sending = sending.then(() => send(row, url, values));
}

const acts = {
  accept: (row) => decide(row, row.dataset.accept, { uid: newUid() }),
  reject: (row) => decide(row, row.dataset.reject),
  edit: (row) => location.assign(row.dataset.edit),
  speaker(row) {
    const rect = row.querySelector("mark").getBoundingClientRect();
    pickFor("speaker", rect, ({ name, value }) => decide(row, row.dataset.accept, { uid: newUid(), [name]: value }));
  },
};

// With none of them current the key leads to the first, so that nothing is decided that nobody has looked at.
function act(name) {
  if (!rows().length) return false;
  if (current?.isConnected && !current.classList.contains("decided")) acts[name](current);
  else step(1);
  return true;
}

// After what is on its way: that is the last decision then.
function undo() {
  const form = () => document.querySelector("[data-undo]")?.form ?? undone;
  if (!form() && !document.querySelector(".queued.decided")) return null;
  sending = sending.then(async () => {
    const last = form();
    undone = null;
    if (last) await post(last.action, { next: location.pathname + location.search });
  });
  return sending;
}

const turn = (rel) => Boolean(document.querySelector(`.pager [rel=${rel}]`)?.click());

const keys = {
  j: () => step(1),
  k: () => step(-1),
  y: () => act("accept"),
  x: () => act("reject"),
  e: () => act("edit"),
  s: () => act("speaker"),
  o: () => act("edit"),
  J: () => turn("next"),
  K: () => turn("prev"),
  u: () => Boolean(undo()),
};

document.addEventListener("wortlaut:key", (event) => {
  if (Object.hasOwn(keys, event.detail.key) && keys[event.detail.key]()) event.preventDefault();
});
document.addEventListener("wortlaut:choose", (event) => {
  if (!event.target.closest("[data-pick]")) return;
  event.preventDefault();
  taken()?.(event.detail);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-queued] [data-decide]");
  if (!button) return;
  event.preventDefault();
  acts[button.dataset.decide](button.closest("[data-queued]"));
});
document.addEventListener("focusin", ({ target }) => (current = target.closest?.("[data-queued]") ?? current));
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-undo]")) return;
  event.preventDefault();
  undo();
});
document.addEventListener("wortlaut:refresh", ({ detail }) => {
  before = detail.toast ? new Set(rows().map(({ id }) => id)) : null;
  if (detail.toast) toast(detail.toast);
});
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.id !== "queue-page") return;
  current = document.getElementById(current?.id);
  const back = before ? rows().filter(({ id }) => !before.has(id)) : [];
  before = null;
  if (back.length) show(back[0]);
});

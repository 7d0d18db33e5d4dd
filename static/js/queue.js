// The queue of suggestions: j and k go from one to the next, y accepts, x rejects, s asks for the speaker first, e opens
// the article there, u takes the last decision back. The next one is current at once.

import "./combobox.js";
import { isNewNoMore, newNameIn } from "./new-names.js";
import { pickFor, taken } from "./picker.js";
import { announce, newUid, post } from "./reader-page.js";

const rows = () => [...document.querySelectorAll("[data-queued]:not(.decided)")];
let current = null;
let sending = Promise.resolve();

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
  if (!document.querySelector("[data-queued]")) location.reload();
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
  u: () => {
    const button = document.querySelector("[data-undo]");
    button?.click();
    return Boolean(button);
  },
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
document.addEventListener("wortlaut:refresh", ({ target }) => target === document.body && location.reload());

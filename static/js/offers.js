// A field that names a tag or a speaker ([data-offers]) offers what fits while somebody types: the options that
// the comboboxes have, in a list of the browser's own.

const PAUSE = 80; // milliseconds of no typing before the server is asked
const waiting = new WeakMap(); // field -> {timer, abort}

function listOf(field) {
  if (!field.list) {
    const list = document.createElement("datalist");
    list.id = `${field.id}-offers`;
    field.after(list);
    field.setAttribute("list", list.id);
  }
  return field.list;
}

async function offer(field, signal) {
  const url = `${field.dataset.offers}?${new URLSearchParams({ q: field.value })}`;
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const options = [...page.querySelectorAll("[data-value]")].map((found) => {
      const option = document.createElement("option");
      option.value = found.dataset.path ?? found.dataset.label;
      return option;
    });
    listOf(field).replaceChildren(...options);
  } catch (error) {
    if (error.name !== "AbortError") listOf(field).replaceChildren();
  }
}

function ask({ target }) {
  if (!target.matches?.("[data-offers]")) return;
  const before = waiting.get(target);
  clearTimeout(before?.timer);
  before?.abort.abort();
  const abort = new AbortController();
  waiting.set(target, { abort, timer: setTimeout(() => offer(target, abort.signal), PAUSE) });
}

document.addEventListener("input", ask);
document.addEventListener("focusin", ask);

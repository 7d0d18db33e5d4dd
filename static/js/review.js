// The review list: j and k go from one annotation to the next, y takes the place that is chosen, u takes the last
// decision back. What is selected in the text as it is now becomes the place of the annotation that is current.

import "./selection.js";
import { textOf } from "./offsets.js";

const all = () => [...document.querySelectorAll("[data-case]")];
let current = null;

function go(by) {
  const cases = all();
  const at = cases.indexOf(current);
  current = at < 0 ? cases.at(by > 0 ? 0 : -1) : (cases[at + by] ?? current);
  current?.focus({ preventScroll: true });
  current?.scrollIntoView({ block: "nearest" });
  return Boolean(current);
}

const keys = {
  j: () => go(1),
  k: () => go(-1),
  y: () => {
    if (!current) return go(1); // nobody decides about what they have not been shown
    const button = current.querySelector("[value=place]");
    button?.click();
    return Boolean(button);
  },
  u: () => {
    const button = document.querySelector("[data-undo]");
    button?.click();
    return Boolean(button);
  },
};

document.addEventListener("wortlaut:key", (event) => {
  if (Object.hasOwn(keys, event.detail.key) && keys[event.detail.key]()) event.preventDefault();
});
document.addEventListener("focusin", ({ target }) => {
  current = target.closest?.("[data-case]") ?? current;
});
document.addEventListener("input", ({ target }) => {
  const field = target.closest("[data-words-for]");
  if (!field) return;
  const radio = field.closest("fieldset").querySelector("[data-words]");
  radio.value = "words";
  radio.checked = true;
});

// The first place of the current annotation that is not settled, or the one whose words are being written.
document.addEventListener("wortlaut:selection", ({ detail }) => {
  if (!detail) return;
  const asked = current ?? all()[0];
  const place =
    asked?.querySelector("fieldset:has([data-words]:checked)") ?? asked?.querySelector("fieldset:has([data-words])");
  if (!place) return;
  const [start, end] = [detail.spans[0][0], detail.spans.at(-1)[1]];
  const radio = place.querySelector("[data-words]");
  radio.value = `${start}-${end}`;
  radio.checked = true;
  place.querySelector("[data-words-for]").value = textOf([start, end]);
});

// A button [data-copy] copies the field [data-copy-from] beside it and then says so in its own words.
// Without scripts there is no button, and the field is selected by hand.

import { copy } from "./clipboard.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = button.parentElement.querySelector("[data-copy-from]");
  const words = button.textContent;
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    await copy(field.value);
    button.textContent = button.dataset.copy;
    setTimeout(() => (button.textContent = words), 4000);
  });
}

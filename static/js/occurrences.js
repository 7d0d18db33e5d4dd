// Every occurrence: what is chosen above the hits asks for them anew, and the button says how many are ticked.

import "./combobox.js";

const find = () => document.querySelector("form[data-find]");

document.addEventListener("change", ({ target }) => {
  const choice = target.matches("[data-combobox], select, [type=radio], [type=checkbox]");
  if (choice && target.closest("form[data-find]") && find().elements.phrase.value.trim()) find().requestSubmit();
  const shown = document.querySelector("[data-ticked]");
  if (target.name !== "take" || !shown) return;
  shown.dataset.ticked = Number(shown.dataset.ticked) + (target.checked ? 1 : -1);
  shown.textContent = Number(shown.dataset.ticked).toLocaleString(document.documentElement.lang);
});

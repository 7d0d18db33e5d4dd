// Ticking rows of the table with x or the mouse; the button then says how many are meant instead of all.

const button = () => document.querySelector("[data-ticked]");
const ticked = () => document.querySelectorAll("[data-row] [type=checkbox]:checked").length;

function show() {
  const target = button();
  if (!target) return;
  target.dataset.words ??= target.textContent;
  const count = ticked();
  target.textContent = count ? target.dataset.ticked.replace("{n}", count) : target.dataset.words;
}

document.addEventListener("wortlaut:key", (event) => {
  const box = document.activeElement?.closest("[data-row]")?.querySelector("[type=checkbox]");
  if (event.detail.key !== "x" || !box) return;
  event.preventDefault();
  box.checked = !box.checked;
  show();
});
document.addEventListener("change", (event) => event.target.matches("[data-row] [type=checkbox]") && show());

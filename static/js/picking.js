// Picking rows of the article list with x; the links to what is done with several then lead to these alone.

const links = () => document.querySelectorAll("[data-picking]");
const picked = () => [...document.querySelectorAll("[data-row][data-picked]")];

function show(target) {
  target.dataset.all ??= target.getAttribute("href");
  target.dataset.words ??= target.textContent;
  const url = new URL(target.dataset.all, location.href);
  for (const row of picked()) url.searchParams.append("article", row.id.slice(2));
  target.href = url.pathname + url.search;
  const count = picked().length;
  target.textContent = count ? target.dataset.picking.replace("{n}", count) : target.dataset.words;
}

document.addEventListener("wortlaut:key", (event) => {
  const row = document.activeElement?.closest("[data-row]");
  if (event.detail.key !== "x" || !row || !links().length) return;
  event.preventDefault();
  row.toggleAttribute("data-picked");
  links().forEach(show);
});

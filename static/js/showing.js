// What is shown of suggestions ([data-showing]): the words beside the slider say at once where it stands, and the
// focus stays where it was when the page is drawn anew around it.

let held = null; // the field that had the focus when the page began to be drawn anew

document.addEventListener("input", ({ target }) => {
  const words = target.closest?.("[data-showing]")?.querySelector("[data-least]");
  if (words && target.name === "least") words.textContent = words.dataset.least.replace("#", target.value);
});
document.addEventListener("htmx:beforeSwap", () => {
  held = document.activeElement?.closest("[data-showing]") ? document.activeElement : null;
});
document.addEventListener("htmx:afterSettle", () => {
  if (held?.isConnected && document.activeElement === document.body) held.focus({ preventScroll: true });
  held = null;
});

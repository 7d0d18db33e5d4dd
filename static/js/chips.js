// The chips of a combobox: what is chosen, each with the hidden field that the form sends. A claim's chip asks
// for the stance. Every change is a "change" of the form, which then saves itself.

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const chips = (root) => root.querySelector(".chips");

function changed(root) {
  root.dispatchEvent(new Event("change", { bubbles: true }));
}

function stance(root, uid) {
  const select = root.querySelector("template[data-stance]").content.firstElementChild.cloneNode(true);
  select.name = `stance-${uid}`;
  return select;
}

function removeButton(root, label) {
  const button = element("button", { type: "button", className: "chip-remove", textContent: "✕" });
  button.setAttribute("aria-label", `${root.dataset.removeLabel} ${label}`);
  return button;
}

// `name` is the form's field: for a uid that of the combobox, for a name that does not exist yet one of its own.
export function addChip(root, { name = root.dataset.name, value, label, color = 0, kind }) {
  const known = [...chips(root).querySelectorAll("input[type=hidden]")].some((input) => input.value === value);
  if (known) return;
  const chip = element("li", { className: `chip c${color}` });
  chip.append(element("input", { type: "hidden", name, value }));
  if (root.dataset.name === "tag") chip.append(element("span", { className: `swatch c${color}` }));
  chip.append(label);
  if (kind === "claim") chip.append(stance(root, value));
  chip.append(removeButton(root, label));
  chips(root).append(chip);
  changed(root);
}

// Whether there was one to remove.
export function removeLastChip(root) {
  const last = chips(root).lastElementChild;
  if (!last) return false;
  last.remove();
  changed(root);
  return true;
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-combobox] .chip-remove");
  if (!button) return;
  const root = button.closest("[data-combobox]");
  button.closest(".chip").remove();
  root.querySelector("[role=combobox]").focus();
  changed(root);
});

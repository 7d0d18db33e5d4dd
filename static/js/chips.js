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

function moveButton(root, label) {
  const button = element("button", { type: "button", className: "chip-move", textContent: "‹" });
  button.setAttribute("aria-label", `${root.dataset.moveLabel} ${label}`);
  return button;
}

// One place forward, or back; the button keeps the focus.
function move(button, step = -1) {
  const chip = button.closest(".chip");
  const other = step < 0 ? chip.previousElementSibling : chip.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(chip);
  else other.after(chip);
  button.focus();
  changed(button.closest("[data-combobox]"));
}

// Gives the last claim a stance; whether there is one.
export function setLastStance(root, value) {
  const select = root.querySelector(".chip:last-child select[name^=stance]");
  if (!select) return false;
  select.value = value;
  changed(root);
  return true;
}

// `name` is the form's field: for a uid that of the combobox, for a name that does not exist yet one of its own.
export function addChip(root, { name = root.dataset.name, value, label, color = 0, kind }) {
  const known = [...chips(root).querySelectorAll("input[type=hidden]")].some((input) => input.value === value);
  if (known) return;
  if ("single" in root.dataset) chips(root).replaceChildren();
  const chip = element("li", { className: `chip c${color}` });
  chip.append(element("input", { type: "hidden", name, value }));
  if (root.dataset.name === "tag") chip.append(element("span", { className: `swatch c${color}` }));
  chip.append(label);
  if (kind === "claim" || name === "new_claim") chip.append(stance(root, value));
  if (root.dataset.moveLabel) chip.append(moveButton(root, label));
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

document.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const button = step && event.target.closest?.("[data-combobox] .chip-move");
  if (!button) return;
  event.preventDefault();
  move(button, step);
});
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-combobox] .chip-move")) move(target.closest(".chip-move"));
  const button = target.closest("[data-combobox] .chip-remove");
  if (!button) return;
  const root = button.closest("[data-combobox]");
  button.closest(".chip").remove();
  root.querySelector("[role=combobox]").focus();
  changed(root);
});

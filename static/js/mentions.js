// Naming somebody in a comment ([data-mentions]): after an @ the people of the project (#people) are offered below
// the field. The focus stays in it; aria-activedescendant says who is meant. Without this the name is typed out.

const BEFORE = /(?<![\p{L}\p{N}])@([^@\n]{0,60})$/u; // not in an address of mail
const MOST = 8;

const people = () => document.getElementById("people");
const listOf = (field) => document.getElementById(field.getAttribute("aria-controls") ?? "");
const isField = (element) => element.matches?.("[data-mentions]");
const options = (field) => [...(listOf(field)?.children ?? [])];
const active = (field) => options(field).find((option) => option.ariaSelected === "true");

// ä, ae and a are one, as everywhere.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss").replace(/([aou])e/g, "$1");

function typed(field) {
  const found = field.selectionStart === field.selectionEnd && BEFORE.exec(field.value.slice(0, field.selectionStart));
  return found && !found[1].startsWith(" ") ? found[1] : null;
}

function close(field) {
  listOf(field)?.remove();
  for (const name of ["aria-controls", "aria-activedescendant"]) field.removeAttribute(name);
}

function activate(field, option) {
  for (const other of options(field)) other.ariaSelected = String(other === option);
  option.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", option.id);
}

function offer(field) {
  close(field);
  const part = typed(field);
  if (part === null || !people()) return;
  const names = [...people().options].map((option) => option.value).filter((name) => fold(name).includes(fold(part)));
  if (!names.length) return;
  const list = document.createElement("div");
  list.id = `${field.id}-people`;
  list.className = "people";
  list.role = "listbox";
  list.ariaLabel = people().dataset.label;
  names.slice(0, MOST).forEach((name, n) => {
    const option = document.createElement("div");
    option.id = `${list.id}-${n}`;
    option.role = "option";
    option.textContent = name;
    list.append(option);
  });
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  activate(field, list.firstChild);
}

function take(field, option) {
  const end = field.selectionStart;
  field.setRangeText(`@${option.textContent} `, end - typed(field).length - 1, end, "end");
  close(field);
  field.focus();
}

function move(field, step) {
  const all = options(field);
  activate(field, all.at((all.indexOf(active(field)) + step) % all.length));
}

const keys = {
  ArrowDown: (field) => move(field, 1),
  ArrowUp: (field) => move(field, -1),
  Enter: (field) => take(field, active(field)),
  Escape: close,
};

document.addEventListener("input", ({ target }) => isField(target) && offer(target));
document.addEventListener("keydown", (event) => {
  const act = isField(event.target) && listOf(event.target) && keys[event.key];
  if (!act || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation(); // Esc closes one layer
  act(event.target);
}, true);
document.addEventListener("focusout", ({ target }) => isField(target) && close(target));
document.addEventListener("mousedown", (event) => event.target.closest?.(".people") && event.preventDefault());
document.addEventListener("click", ({ target }) => {
  const option = target.closest?.(".people > [role=option]");
  if (option) take(option.parentElement.previousElementSibling, option);
});

// Files may be dropped on the form; how many were chosen is said, and when they are too large together.

function size(bytes) {
  const megabytes = bytes / 2 ** 20;
  const digits = megabytes < 10 ? 1 : 0;
  return `${megabytes.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits })} MB`;
}

for (const form of document.querySelectorAll("[data-drop]")) {
  const input = form.querySelector("input[name=uploads]");
  const place = form.querySelector(".drop");
  const chosen = form.querySelector("[data-chosen]");

  const tell = () => {
    const files = [...input.files];
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    const words = files.length === 1 ? chosen.dataset.one : chosen.dataset.many;
    chosen.textContent = files.length ? words.replace("{count}", files.length).replace("{size}", size(bytes)) : "";
    input.setCustomValidity(bytes > Number(form.dataset.limit) ? form.dataset.tooLarge : "");
    if (input.validationMessage) input.reportValidity();
  };

  input.addEventListener("change", tell);
  if (input.files.length) tell(); // chosen before this script had come, or still chosen after a reload
  place.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    place.classList.add("over");
  });
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    tell();
  });
}

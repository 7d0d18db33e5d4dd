// Suggested speakers whom the project does not have yet say that they are new (.card-new[data-key]); once one of them
// is made, the others of that name are not.

export const newNameIn = (element) => element.querySelector(".card-new")?.dataset.key;

export function isNewNoMore(key) {
  for (const said of document.querySelectorAll(`.card-new[data-key="${CSS.escape(key)}"]`)) said.remove();
}

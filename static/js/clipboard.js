// Puts text on the clipboard. Where the page is not served over https or from this machine there is no
// clipboard but the old command.

export async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const ranges = getSelection().rangeCount ? [getSelection().getRangeAt(0)] : [];
  const box = Object.assign(document.createElement("textarea"), { value: text, className: "sr" });
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
  ranges.forEach((range) => getSelection().addRange(range));
}

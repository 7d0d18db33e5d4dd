// What passes is painted by the CSS Custom Highlight API and never touches the DOM: "pending", "hover", "sentence", "passage".

export function paint(name, ranges) {
  if (!globalThis.CSS?.highlights) return; // an older browser still has its own selection colour
  const shown = ranges.filter(Boolean);
  if (shown.length) CSS.highlights.set(name, new Highlight(...shown));
  else CSS.highlights.delete(name);
}

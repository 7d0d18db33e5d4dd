// What looks.py asks a page. One expression: an object of functions.
({
  seen: (one) => one.checkVisibility({ visibilityProperty: true }),
  named: (one) => one.outerHTML.slice(0, 120),

  // Marks what a Tab has to reach: everything that can be used, but of radio buttons of one name only one.
  stops() {
    const usable = 'a[href], button, input, select, textarea, summary, [tabindex="0"], [contenteditable=true]';
    const layer = document.querySelector("dialog:modal") || document;
    const groups = new Set();
    const stops = [...layer.querySelectorAll(usable)].filter((one) => {
      if (!this.seen(one) || one.matches(':disabled, [tabindex="-1"], [inert] *')) return false;
      if (one.type !== "radio") return true;
      const group = `${one.form?.id} ${one.form?.action} ${one.name}`;
      return !groups.has(group) && groups.add(group);
    });
    for (const one of stops) one.toggleAttribute("data-stop", one !== document.activeElement);
    return stops.length;
  },

  // After a Tab: what has the focus, and what is wrong with how it shows that. `end` when it was here before.
  focused() {
    const one = document.activeElement;
    // Between the last stop and the first the browser has the focus itself.
    if (!one || one === document.body) return { end: false, wrong: [] };
    const stop = { end: one.hasAttribute("data-walked"), name: this.named(one), wrong: [] };
    one.toggleAttribute("data-walked", true);
    const mates = one.type === "radio" ? one.form?.elements[one.name] : null;
    for (const mate of mates?.forEach ? [...mates] : [one]) mate.removeAttribute("data-stop");

    const box = one.getBoundingClientRect();
    if (box.bottom <= 0 || box.right <= 0 || box.top >= innerHeight || box.left >= innerWidth) {
      stop.wrong.push("is focused out of view");
    } else if (this.covering(one, box)) {
      stop.wrong.push(`is hidden behind ${this.named(this.covering(one, box))}`);
    }
    // A card, a row or a drop field may be outlined in place of the control that it holds.
    let holder = one;
    while (holder && !this.outlined(holder)) holder = holder.parentElement;
    if (!holder) stop.wrong.push("does not show the focus");
    return stop;
  },
  outlined(one) {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  },
  covering(one, box) {
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    const own = !top || one.contains(top) || top.contains(one) || one.labels?.[0]?.contains(top);
    return own ? null : top;
  },
  leftOut() {
    return [...document.querySelectorAll("[data-stop]")].filter(this.seen).map(this.named);
  },

  // What of a printed page is not for paper, or cannot be read there.
  printed() {
    const wrong = [];
    if (!this.seen(document.querySelector("h1"))) wrong.push("has no heading");
    const tools = [...document.querySelectorAll("nav, button, dialog, [data-toolbar]")].filter(this.seen);
    wrong.push(...tools.map((one) => `shows ${this.named(one)}`));
    if (this.brightness(getComputedStyle(document.body).backgroundColor) < 0.9) wrong.push("has a dark ground");
    const words = [...document.querySelectorAll("main *")].filter((one) => this.seen(one)
      && [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
    const pale = words.filter((one) => this.brightness(getComputedStyle(one).color) > 0.55);
    return [...wrong, ...pale.map((one) => `is too pale: ${this.named(one)}`)];
  },
  brightness(colour) {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return alpha === 0 ? 1 : (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
  },

  // In forced colours backgrounds, shadows and our own colours are gone. What can be used has to look so.
  forced() {
    const ground = this.system("Canvas");
    const bordered = (one, style = getComputedStyle(one)) => ["Top", "Bottom", "Left", "Right"].some((side) =>
      style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0
      && style[`border${side}Color`] !== ground);
    const shown = (one, style = getComputedStyle(one)) => bordered(one)
      || style.textDecorationLine.includes("underline") || style.backgroundColor !== ground;
    const all = (selector) => [...document.querySelectorAll(selector)].filter(this.seen);
    // A checkbox, a radio button and a file field are drawn by the browser.
    const fields = all("input, select, textarea").filter((one) => !/hidden|checkbox|radio|file/.test(one.type));
    return [
      ...all("mark").filter((one) => !shown(one)).map((one) => `nothing shows ${this.named(one)}`),
      // A combobox shares the edge of its chips.
      ...fields.filter((one) => !bordered(one) && !one.parentElement.matches(".combobox-field"))
        .map((one) => `no edge: ${this.named(one)}`),
      ...all("svg *").filter((one) => getComputedStyle(one).fill === ground)
        .filter((one) => ["none", ground].includes(getComputedStyle(one).stroke))
        .map((one) => `cannot be seen: ${this.named(one)}`),
    ];
  },
  system(colour) {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = colour;
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  },
})

"""An article whose text is hard on offsets, and what a person does on its page."""

from playwright.sync_api import Page, expect

from annotations.models import Annotation

# One line a shape: emoji of several code points, umlauts, combining marks, soft hyphens, right-to-left.
LINES = (
    "Brücke über die Ahle bleibt gesperrt",
    "Die Prüfung 👩‍👩‍👧 dauert 🚧🚧 länger als gedacht, sagt die Stadt. Das steht fest.",
    "„Wir öffnen erst, wenn alles hält“, sagte Änne Groß am Montag. Die Kosten seien noch offen. Mehr nicht.",
    "Die Donau\u00addampf\u00adschiff\u00adfahrt bezahlt e\u0301tude und a\u0308rger.",
    "Auf dem Schild stand שלום עולם und darunter مرحبا بالعالم, beides frisch.",
    "Letzter Satz.",
)
TEXT = "\n\n".join(LINES)

# Where the mouse goes to select from one word in the text to another; each of them stands there once.
DRAG = """([from, to]) => {
  const place = (words, atEnd) => {
    const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(words);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + words.length);
      const rects = [...range.getClientRects()];
      const rect = atEnd ? rects.at(-1) : rects[0];
      return [atEnd ? rect.right - 1 : rect.left + 1, rect.top + rect.height / 2];
    }
    throw new Error(`not on the page: ${words}`);
  };
  return [place(from, false), place(to, true)];
}"""


def drag(page: Page, start: str, end: str, backwards: bool = False) -> None:
    first, last = page.evaluate(DRAG, [start, end])
    if backwards:
        first, last = last, first
    page.mouse.move(*first)
    page.mouse.down()
    page.mouse.move(*last, steps=3)
    page.mouse.up()


def cards(page: Page, count: int) -> None:
    expect(page.locator(".card")).to_have_count(count)


def quotes() -> list[str]:
    """Of every annotation, checked against its offsets."""
    found = Annotation.objects.order_by("pk").prefetch_related("spans")
    for annotation in found:
        for span in annotation.spans.all():
            assert TEXT[span.start : span.end] == span.quote
    return [annotation.quote for annotation in found]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)

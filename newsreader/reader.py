"""An article's text as the page sets it: blocks joined to lines, numbered, cut into sentences, and drawn.

The text inside a drawn line is exactly `text[line.start:line.end]`, so that a place on the page is the line's
start plus the code points before it. Everything drawn is escaped here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from .sentences import sentences

NUMBERED = {"paragraph", "question", "answer"}
FOLDED = {"boilerplate", "metadata"}
READ = NUMBERED | {"kicker", "headline", "lead", "subhead", "dateline"}
# On one line of the text, the first is set inside the line of the second.
JOINED = {("dateline", "paragraph"), ("dateline", "lead"), ("caption", "credit"), ("byline", "credit")}
ELEMENTS = {"headline": "h1", "subhead": "h2"}
# What may close a quotation that opens so. Single marks are left out: one of them is the apostrophe.
CLOSING = {"„": "“”", "“": "”", "”": "”", "»": "«", "«": "»", '"': '"'}

# (start, end) in code points -> the HTML of that stretch, its marks included
Draw = Callable[[int, int], str]


@dataclass(frozen=True)
class Part:
    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """One or more blocks that are set together, in code points of the article's text."""

    parts: tuple[Part, ...]
    text: str
    number: int | None
    language: str

    @property
    def start(self) -> int:
        return self.parts[0].start

    @property
    def end(self) -> int:
        return self.parts[-1].end

    @property
    def kind(self) -> str:
        kinds = [part.kind for part in self.parts]
        return kinds[-1] if kinds[0] == "dateline" else kinds[0]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        if self.kind not in READ:
            return []
        return sentences(self.text, self.start, self.end, self.language)

    @property
    def element(self) -> str:
        if self.kind == "paragraph" and _is_quotation(self.text[self.start : self.end]):
            return "blockquote"
        return ELEMENTS.get(self.kind, "p")


def lines(text: str, blocks: Iterable[Iterable[Any]], language: str) -> list[Line]:
    """The page's lines in text order. `blocks` lists [kind, start, end, origin]."""
    found: list[list[Part]] = []
    for kind, start, end, *_ in blocks:
        part = Part(kind, start, end)
        if found and (found[-1][-1].kind, kind) in JOINED and "\n" not in text[found[-1][-1].end : start]:
            found[-1].append(part)
        else:
            found.append([part])
    number = 0
    result = []
    for parts in found:
        numbered = parts[-1].kind in NUMBERED
        number += numbered
        result.append(Line(tuple(parts), text, number if numbered else None, language))
    return result


def _is_quotation(words: str) -> bool:
    """Whether one quotation is all that is there: nothing closes before the end."""
    closing = CLOSING.get(words[0], "")
    return len(words) > 1 and words[-1] in closing and not any(mark in words[1:-1] for mark in closing)


def plain(text: str) -> Draw:
    """Draws stretches of the text without any mark."""
    return lambda start, end: escape(text[start:end], quote=False)


def draw_line(line: Line, draw: Draw, *, swap: bool = False) -> str:
    """One line; with `swap` it replaces itself on the page (htmx, out of band)."""
    cuts = " ".join(f"{start}-{end}" for start, end in line.sentences)
    number = _number(line.number) if line.number else ""
    return (
        f'<{line.element} class="block block-{line.kind}" id="b{line.start}" data-start="{line.start}"'
        + (f' data-sentences="{cuts}"' if cuts else "")
        + (' hx-swap-oob="outerHTML"' if swap else "")
        + f">{number}{''.join(_draw_parts(line, draw))}</{line.element}>"
    )


def _number(number: int) -> str:
    label = gettext("Paragraph %d") % number
    return f'<a class="parno" id="p{number}" href="#p{number}" data-skip aria-label="{label}">{number}</a>'


def _draw_parts(line: Line, draw: Draw) -> Iterator[str]:
    position = line.start
    for part in line.parts:
        if part.start > position:
            yield draw(position, part.start)
        drawn = draw(part.start, part.end)
        yield drawn if part.kind == line.kind else f'<span class="{part.kind}">{drawn}</span>'
        position = part.end


def draw_lines(page: list[Line], draw: Draw) -> SafeString:
    """The whole text; what is not the article's own is folded away, a click from being seen."""
    drawn = []
    for folded, group in groupby(page, key=lambda line: line.kind in FOLDED):
        members = [draw_line(line, draw) for line in group]
        inner = "\n".join(members)
        drawn.append(_fold(inner, len(members)) if folded else inner)
    return SafeString("\n".join(drawn))


def _fold(inner: str, count: int) -> str:
    summary = ngettext("%d line besides the article", "%d lines besides the article", count) % count
    return f'<details class="aside-blocks"><summary>{summary}</summary>{inner}</details>'

"""What structure is made of: the blocks of a text, the values it states, and the draft that rules fill in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

BLOCK_KINDS = (
    "kicker", "headline", "lead", "dateline", "byline", "paragraph", "subhead", "question", "answer",
    "caption", "credit", "metadata", "boilerplate",
)  # fmt: skip

_TERMINATED = re.compile(r"[.!?…:;]['\"“”«»‘’›‹)\]]*(?:\[\d+\])?$")
_EDGE = 100
"""Units looked at for the head or the tail of an article; more are a table or a list of links."""
_CLOSING = frozenset("'\"“”«»‘’›‹)]")
_ENDING = 12
"""Code points of an ending: a full stop, closing marks and the number of a footnote."""
_FULL_STOP = re.compile(r"(?:(?<!\.)\.|:|;)['\"“”«»‘’›‹)\]]*$")


@dataclass(frozen=True)
class Block:
    """A stretch of the text, [start, end) in code points; `origin` names the rule that saw it."""

    kind: str
    start: int
    end: int
    origin: str


@dataclass(frozen=True)
class Value:
    """A metadata value that the text states, and the rule that read it."""

    value: str
    origin: str


@dataclass(slots=True, eq=False)
class Unit:
    """A line, or the wrapped lines of one paragraph, until a rule says what kind it is.

    `group` counts the blank lines before it; units of one group stand directly below each other.
    """

    start: int
    end: int
    text: str
    group: int
    kind: str = ""
    origin: str = ""

    def mark(self, kind: str, origin: str) -> None:
        self.kind, self.origin = kind, origin

    @property
    def terminated(self) -> bool:
        """Whether it ends as a sentence or an introduction to one does."""
        last = self.text[-1:]
        if last in _CLOSING:
            return _TERMINATED.search(self.text[-_ENDING:]) is not None
        return last != "" and last in ".!?…:;"

    @property
    def full_stop(self) -> bool:
        """Whether it ends with a mark that headings do not end with."""
        last = self.text[-1:]
        if last in _CLOSING:
            return _FULL_STOP.search(self.text[-_ENDING:]) is not None
        return last != "" and last in ".:;" and self.text[-2:] != ".."

    @property
    def body_like(self) -> bool:
        """Whether it reads as running text: a heading is shorter or does not end as a sentence."""
        size = len(self.text)
        return size >= 160 or (size >= 40 and self.terminated and (size >= 100 or self.full_stop))


@dataclass
class Draft:
    """A text on its way to blocks: rules mark units, split them and note what the text states."""

    text: str
    language: str
    units: list[Unit]
    values: dict[str, Value] = field(default_factory=dict)
    dates: list[tuple[int, str, str]] = field(default_factory=list)

    def note(self, key: str, value: str, origin: str) -> None:
        """Keep the first value stated for `key`."""
        value = " ".join(value.split())
        if value:
            self.values.setdefault(key, Value(value, origin))

    def open(self) -> list[Unit]:
        """Units that no rule has claimed yet."""
        return [unit for unit in self.units if not unit.kind]

    def split(self, unit: Unit, offset: int) -> Unit:
        """Cut `unit` at `offset` code points into it; the rest is a new unit of the same group.

        White space at the cut belongs to neither part; both must be left with something.
        """
        at = self.units.index(unit)
        head, tail = unit.text[:offset].rstrip(), unit.text[offset:].lstrip()
        rest = Unit(unit.end - len(tail), unit.end, tail, unit.group)
        unit.end, unit.text = unit.start + len(head), head
        self.units.insert(at + 1, rest)
        return rest

    def body_span(self) -> tuple[int, int]:
        """Indexes of the first and the last open unit that reads as running text; (len, -1) without any."""
        units = self.units
        for first, unit in enumerate(units):  # noqa: B007 - its last value counts
            if not unit.kind and unit.body_like:
                break
        else:
            return len(units), -1
        for last in range(len(units) - 1, first, -1):
            if not units[last].kind and units[last].body_like:
                return first, last
        return first, first

    def head(self) -> Iterator[Unit]:
        """Open units up to the second paragraph, at most `_EDGE`: above it stands what articles open with."""
        paragraphs = 0
        for unit in self.units[:_EDGE]:
            if not unit.kind:
                if unit.body_like:
                    paragraphs += 1
                    if paragraphs == 2:
                        return
                else:
                    yield unit

    def tail(self) -> list[Unit]:
        """Open units after the last paragraph."""
        _, last = self.body_span()
        return [unit for unit in self.units[last + 1 :][:_EDGE] if not unit.kind] if last >= 0 else []

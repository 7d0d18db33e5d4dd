"""Marks of an article's text on the next version of it. Pure; all numbers are code points.

A quote that still stands once in the new text is carried to it, wherever that is. One that stands several
times is carried to its mapped place when the map or what surrounds it tells which of them it is. Everything
else is for people to settle: what has changed, what could be this place or that one, what is gone. The map
comes first and the quote is checked against it, as Hypothesis anchors: the cheap selector, then an assertion.

A quote stands somewhere only with the same edges: "er" that was a word is not found inside "aber".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from newsreader.textmap import TextMap, compare

from .anchoring import Span, inside_word, snap_to_words

MOST = 1000
"""Places of one quote that are looked at: a text has more of "der", and none of them tells anything."""
OFFERED = 5
"""Places to choose from."""
AROUND = 64
"""Code points on each side of a quote that tell it from others like it."""
ROOM = 3
"""A mapped place this many times as long as the quote is searched for what is most like the quote."""
LIKE = 60.0
"""Of 100, by rapidfuzz's partial ratio: what is less like the quote is not proposed for it."""
SEARCHED = 100_000
"""Code points that are searched for a changed quote at most, a matter of some milliseconds."""

COMPARED = 20_000_000
"""Code points that are compared with one quote at most."""


class Status(StrEnum):
    MOVED = "moved"
    CHANGED = "changed"
    AMBIGUOUS = "ambiguous"
    GONE = "gone"


@dataclass(frozen=True)
class Fate:
    """What becomes of one span. `place` is where it is now, or what is proposed for it; `candidates` are the
    places that it could be, the nearest first."""

    status: Status
    place: Span | None = None
    candidates: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Carried:
    """What becomes of an annotation: of its spans in their order, and of its parts by role."""

    spans: tuple[Fate, ...]
    parts: Mapping[str, Fate] = field(default_factory=dict)

    @property
    def is_settled(self) -> bool:
        """Whether it can be carried in whole; if not, people decide."""
        return all(fate.status is Status.MOVED for fate in (*self.spans, *self.parts.values())) and _apart(
            self.places
        )

    @property
    def status(self) -> Status:
        """The worst of its fates; "changed" when two of its spans have come to stand upon each other."""
        fates = {fate.status for fate in (*self.spans, *self.parts.values())}
        for status in (Status.GONE, Status.CHANGED, Status.AMBIGUOUS):
            if status in fates:
                return status
        return Status.MOVED if self.is_settled else Status.CHANGED

    @property
    def places(self) -> list[Span]:
        """Of the spans, in text order."""
        return sorted(fate.place for fate in self.spans if fate.place)


def _apart(spans: Sequence[Span]) -> bool:
    return all(end <= start for (_, end), (start, _) in pairwise(spans))


@dataclass(frozen=True)
class Carrier:
    """Carries any number of marks from one text to another; the two are compared once, when needed."""

    old: str
    new: str

    @cached_property
    def map(self) -> TextMap:
        return compare(self.old, self.new)

    def carry(self, spans: Sequence[Span], parts: Mapping[str, Span] | None = None) -> Carried:
        """The spans of one annotation, in text order, and those of its parts."""
        return Carried(
            tuple(self.fate(span) for span in spans),
            {role: self.fate(span, strict=True) for role, span in (parts or {}).items()},
        )

    def fate(self, span: Span, strict: bool = False) -> Fate:
        """What becomes of one span [start, end) of the old text. `strict` is for a word that belongs to a
        quote: the only "sagte" that is left is not that of a sentence which is gone."""
        mapped = self.map.start(span[0]), self.map.end(span[1])
        places = standing(self.new, *self._likeness(span))
        if len(places) == 1 and (not strict or mapped in places or self._stood_once(span)):
            return Fate(Status.MOVED, places[0])
        if not places:
            place = self._proposal(span, mapped)
            return Fate(Status.CHANGED, place, (place,)) if place else Fate(Status.GONE)
        if len(places) > 1 and mapped in places and self._is_told(span, mapped, places):
            return Fate(Status.MOVED, mapped)
        nearest = sorted(places, key=lambda place: abs(place[0] - mapped[0]))[:OFFERED]
        return Fate(Status.AMBIGUOUS, mapped if mapped in places else None, tuple(sorted(nearest)))

    def _stood_once(self, span: Span) -> bool:
        return len(standing(self.old, *self._likeness(span))) == 1

    def _likeness(self, span: Span) -> tuple[str, bool, bool]:
        """The quote, and which of its edges are edges of words."""
        start, end = span
        return self.old[start:end], not inside_word(self.old, start), not inside_word(self.old, end)

    def _is_told(self, span: Span, mapped: Span, places: list[Span]) -> bool:
        """Whether it is certain which of several like quotes it is: all of them are where the map says, none
        more and none less; or what surrounds this one is more like what was around it than with any other."""
        if len(places) > MOST:
            return False
        before = standing(self.old, *self._likeness(span))
        if len(before) == len(places):
            here = [(self.map.start(start), self.map.end(end)) for start, end in before]
            if here == places:
                return True
        left, right = self._surroundings(span, mapped)
        return all(
            other[0] <= left and other[1] <= right and other != (left, right)
            for other in (self._surroundings(span, place) for place in places if place != mapped)
        )

    def _surroundings(self, span: Span, place: Span) -> tuple[int, int]:
        """How many code points before and after the quote are the same in both texts, up to AROUND; a text
        that begins or ends where the other does could not be more like it."""
        (start, end), (first, last) = span, place
        left = right = 0
        while left < AROUND and start > left and first > left:
            if self.old[start - left - 1] != self.new[first - left - 1]:
                break
            left += 1
        while right < AROUND and end + right < len(self.old) and last + right < len(self.new):
            if self.old[end + right] != self.new[last + right]:
                break
            right += 1
        begins = start == left and first == left
        ends = end + right == len(self.old) and last + right == len(self.new)
        return AROUND if begins else left, AROUND if ends else right

    def _proposal(self, span: Span, mapped: Span) -> Span | None:
        """Where the changed quote is, as far as one can tell: what stands at its mapped place, or in a large
        one the stretch that is most like it; None when nothing is."""
        start, end = mapped
        if end - start > ROOM * (span[1] - span[0]) + AROUND:
            start, end = self._most_like(span, start, min(end, start + SEARCHED))
        if start >= end or not self.new[start:end].strip():
            return None
        return snap_to_words(self.new, start, end)

    def _most_like(self, span: Span, start: int, end: int) -> Span:
        from rapidfuzz import fuzz  # loaded with the first text that is corrected

        quote = self.old[span[0] : span[1]]
        found = fuzz.partial_ratio_alignment(quote, self.new[start:end], score_cutoff=LIKE)
        return (start + found.dest_start, start + found.dest_end) if found else (start, start)


def standing(text: str, quote: str, first_whole: bool = True, last_whole: bool = True) -> list[Span]:
    """Where the quote stands in the text, MOST + 1 places at most. An edge that is to be whole does not cut a
    word in two there; in a text that repeats itself without end that is no longer looked at."""
    places: list[Span] = []
    at, compared = text.find(quote), 0
    while at >= 0 and len(places) <= MOST:
        end, compared = at + len(quote), compared + len(quote)
        cut = (first_whole and inside_word(text, at)) or (last_whole and inside_word(text, end))
        if not cut or compared > COMPARED:
            places.append((at, end))
        at = text.find(quote, at + 1)
    return places

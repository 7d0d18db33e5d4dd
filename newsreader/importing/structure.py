"""Article text to blocks and metadata: nothing is removed, nothing invented, blocks say what a stretch is."""

from dataclasses import dataclass

from newsreader.importing.blocks import Block, Draft, Unit, Value
from newsreader.importing.lines import units_of

RULES_VERSION = 2
"""Raised with every change of what the rules find; stored with the blocks, so that old ones can be told."""

_REPEATED = range(40, 301)
"""Code points of a line that may be a caption taken from the text."""


@dataclass(frozen=True)
class Structure:
    """Blocks in order, which hold every character that is not white space, and what the text states."""

    blocks: tuple[Block, ...]
    metadata: dict[str, Value]


def structure(text: str, language: str = "de") -> Structure:
    """The structure of an article text; `language` (BCP 47) settles how "3/4/2021" is read.

    Rules claim lines in the order of how sure they are: what a line says itself, then what its place says.
    """
    # Loaded with the first text: their patterns take a fifth of a start's time, and most processes read none.
    from newsreader.importing import bylines, credits, datelines, furniture, headers, headings, interviews

    draft = Draft(text, language, units_of(text))
    headers.mark(draft)
    furniture.mark(draft)
    credits.mark_pictures(draft)
    bylines.mark(draft)
    credits.mark_agencies(draft)
    interviews.mark_labelled(draft)
    headings.mark_headline(draft)
    interviews.mark_alternating(draft)
    _mark_repeated_captions(draft)
    headings.mark_lead(draft)
    headings.mark_subheads(draft)
    datelines.split(draft)
    headers.settle_date(draft)
    return Structure(tuple(map(_block, draft.units)), draft.values)


def _mark_repeated_captions(draft: Draft) -> None:
    """A sentence near the top, below other text, that a later paragraph holds word for word is a caption."""
    for unit in draft.open()[1:6]:
        if len(unit.text) in _REPEATED and unit.terminated and draft.text.count(unit.text) > 1:
            others = [other.text for other in draft.open() if len(other.text) > len(unit.text)]
            if any(unit.text in other for other in others):
                unit.mark("caption", "rule:caption-repeats/1")


def _block(unit: Unit) -> Block:
    return Block(unit.kind or "paragraph", unit.start, unit.end, unit.origin or "rule:paragraph/1")

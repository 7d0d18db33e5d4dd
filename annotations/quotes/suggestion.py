"""What the detector finds: a quote with its speaker, and why it takes it for one."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Range(NamedTuple):
    """Code points [start, end) of the text."""

    start: int
    end: int


class Why(StrEnum):
    """What speaks for a quote or its speaker. People read the sentences that Django's side has for these."""

    MARKS = "marks"
    """Quotation marks; `words` is the pair, "„…“"."""
    CUE = "cue"
    """A word of speech; `words` is that word as it stands in the text."""
    ACCORDING = "according"
    """"laut …", "nach Angaben …", "so …"; `words` is that word."""
    SUBJUNCTIVE = "subjunctive"
    """A verb in the Konjunktiv; `words` is that verb."""
    CLAUSE = "clause"
    """A clause that hangs on the cue; `words` is its first word ("dass")."""
    BEFORE = "before"
    """The speaker is named before the quote; `words` is the mention."""
    AFTER = "after"
    """The speaker is named after the quote; `words` is the mention."""
    WITHIN = "within"
    """The speaker is named in the middle of the quote; `words` is the mention."""
    FOLLOWS = "follows"
    """It goes on with what the quote before it says; `words` is the speaker's mention there."""
    ANSWER = "answer"
    """It is an answer in an interview; `words` is the name that the text gives to who answers."""
    AUTHOR = "author"
    """The article is a guest's; `words` is the author."""
    SAME = "same"
    """The mention is taken for somebody named elsewhere in the article; `words` is that name."""
    LEARNED = "learned"
    """The trained weights see a quote here; no words."""


class Reason(NamedTuple):
    why: Why
    words: str = ""


@dataclass(frozen=True, slots=True)
class SuggestedQuote:
    """A quote as the detector proposes it; all ranges are code points of the text.

    `spans` are in order and do not overlap. `form` is direct, indirect, indirect_free, free_indirect or
    reported. `mention` is where the text names the speaker, `cue` the words that say that it is speech
    (several where a verb is parted: "teilte … mit"), `addressee` who is spoken to. `speaker` is the full name
    or description that the mention is taken for within the article, "" when nobody is; `is_unnamed` says that
    it describes somebody whom the article does not name ("ein Nato-Diplomat"). `confidence` is between 0
    and 1: how often a quote of this kind has been right, speaker included.
    """

    spans: tuple[Range, ...]
    form: str
    mention: Range | None
    cue: tuple[Range, ...]
    addressee: Range | None
    speaker: str
    is_unnamed: bool
    confidence: float
    why: tuple[Reason, ...]
    quoted: tuple[Range, ...] = ()
    """What an indirect statement takes over word for word, with its quotation marks."""

"""Where a phrase stands in a text, word for word. Pure; every number is a code point, half-open."""

import re
import unicodedata
from collections.abc import Iterator

from ..anchoring import SOFT_HYPHEN, Span, snap_to_words

_GAP = rf"(?:[^\S\n]|{SOFT_HYPHEN})*(?:[^\S\n]|\n)[^\S\n]*"
"""Between two words: any white space, one end of a line at most; a phrase does not run on over paragraphs."""


def pattern_of(phrase: str, *, any_case: bool = False) -> re.Pattern[str]:
    """What finds the phrase, which holds something to be seen. A soft hyphen is not seen, so it parts
    nothing."""
    words = unicodedata.normalize("NFC", phrase).replace(SOFT_HYPHEN, "").split()
    letters = (f"{SOFT_HYPHEN}*".join(map(re.escape, word)) for word in words)
    return re.compile(_GAP.join(letters), re.IGNORECASE if any_case else 0)


def occurrences(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """The places where it stands as whole words: what a selection would not grow beyond."""
    for match in pattern.finditer(text):
        if snap_to_words(text, *match.span()) == match.span():
            yield match.span()


def outside(span: Span, stretches: list[Span]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in stretches)

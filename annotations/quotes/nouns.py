"""Nouns and names with what describes them: the core of the phrases that can name who speaks."""

from collections.abc import Sequence

from .words import Word

_DETERMINERS = frozenset(
    "der die das den dem des ein eine einer einem "
    "einen eines kein keine mehrere mehreren einige einigen viele vielen andere anderen beide beiden dieser "
    "diese dieses diesem diesen jener jene sein seine seiner "
    "seinem seinen ihr ihre ihrer ihrem ihren alle allen manche weitere weiteren "
    "zahlreiche zahlreichen zwei drei vier fünf deren dessen the a "
    "an his her their several some many other two three".split()
)
_SOME = frozenset("einige einigen einer eine viele mehrere manche beide zahlreiche".split())
"""Of whom "der …" may tell the rest: "einige der Fahrer"."""
GENITIVES = frozenset(
    "der des eines einer dieser dieses seines ihres seiner ihrer aller vieler mehrerer einiger anderer "
    "zweier dreier".split()
)
_NUMERALS = frozenset("zwei drei vier fünf sechs beiden anderen vielen weiteren".split())
NAME_PARTS = frozenset("von van de der del di da al bin zu zur vom le la el ter ten den dos du".split())
_ENDINGS = ("e", "en", "er", "em", "es")
_SHORT = frozenset(("dr", "prof", "st", "jr", "med", "mr", "mrs"))
_NOT_DESCRIBING = frozenset(
    "musste mussten durfte durften mochte gegen wegen neben zwischen seitdem einzig sowohl weder offiziell "
    "aktuell zuletzt bezüglich aufgrund angesichts besorgt weiter hinsichtlich innerhalb außerhalb trotz "
    "infolge zwar zumal hierzu sinngemäß höhnisch wörtlich".split()
)
"""What looks like an adjective or a noun and is none."""
_OPENING, _CLOSING = "«", "»"
_QUOTED = 8
"""Tokens of a name in quotation marks at most, with its marks."""


def nominal(word: Word) -> bool:
    if (word.function and word.shape != "X") or word.low in _NOT_DESCRIBING:
        return False
    return word.shape[0] == "X" or word.shape in ("x1", "xX") or (word.shape == "d" and len(word.low) <= 4)


def head(words: Sequence[Word], at: int, end: int) -> int:
    """The end of the nouns and names that begin at `at`; `at` itself when there are none."""
    i = at
    while i < end:
        if nominal(words[i]):
            if i > at and words[i].shape == "d" and i + 1 < end and words[i + 1].shape[0] == "X":
                break  # "laut Polizei 40 Menschen"
            i += 1
        elif words[i].low == _OPENING:
            close = _quoted(words, i, end)
            if not close:
                break
            i = close
            if not (i + 1 < end and words[i].low == "-" and nominal(words[i + 1])):
                break  # "die „Post“ Neues", but "die „Post“-Zeitung"
            i += 2
        elif step := _joint(words, at, i, end):
            i += step
        else:
            break
    return i


def _joint(words: Sequence[Word], at: int, i: int, end: int) -> int:
    """How many tokens from `i` on join a noun or name behind them to the one before: "von" in "Karl von
    Amsel", the full stop in "Dr. Amsel", the stroke in "Bündnis 90/Die Grünen"; 0 for none."""
    if i == at or i + 1 >= end:
        return 0
    low, before = words[i].low, words[i - 1]
    if low == "/" and before.shape == "d":
        return 2 if words[i + 1].function == "det" and i + 2 < end and nominal(words[i + 2]) else 1
    if low == "." and (before.shape == "x1" or before.low in _SHORT):
        return int(nominal(words[i + 1]) or words[i + 1].low in _SHORT)
    return 2 if low in NAME_PARTS and nominal(words[i + 1]) and _is_name(words, i) else 0


def _quoted(words: Sequence[Word], at: int, end: int) -> int:
    """The end of a name in quotation marks: der „Spiegel“, „heise online“; 0 when it is none."""
    for close in range(at + 2, min(at + _QUOTED, end)):
        if words[close].low == _CLOSING:
            first = words[at + 1]
            return close + 1 if first.shape[0] in "Xx" and (first.shape != "x" or close <= at + 3) else 0
    return 0


def _is_name(words: Sequence[Word], at: int) -> bool:
    """Whether a small word at `at` belongs to a name ("Ursula von der Leyen") and does not join two nouns."""
    return words[at].low not in ("der", "in", "zu", "zur", "den", "vom") and not (
        words[at].low == "von" and words[at - 1].person
    )


def described(words: Sequence[Word], at: int, end: int) -> int:
    """The end of determiner, adjectives and nouns from `at`; `at` when no noun comes."""
    i = at
    if i < end and words[i].low in _DETERMINERS:
        i += 1
        i += i < end and words[i].low in _NUMERALS
    adjectives = _adjectives(words, i, end, determined=i > at)
    last = head(words, adjectives, end)
    if last > adjectives:
        return last
    if at < end and words[at].low in _SOME and i + 1 < end and words[i].low == "der":
        rest = described(words, i, end)
        return rest if rest > i + 1 else at
    return at


def _adjectives(words: Sequence[Word], at: int, end: int, determined: bool) -> int:
    """The end of what describes a noun behind it: "neue", "81-jährige", behind a determiner "staatlich
    geförderte" and "am Montag veröffentlichte"."""
    i = at
    if determined and i + 2 < end and words[i].low == "so" and adjective(words[i + 1]):
        i += 2  # "der so genannten „Ambulanz“"
    elif determined and i + 2 < end and words[i].low in ("am", "im", "vom", "von"):
        inner = head(words, i + 1, min(i + 4, end))
        if i + 1 < inner < end - 1 and words[inner].shape == "x" and words[inner].low.endswith(_ENDINGS):
            i = inner + 1
    elif determined and i + 2 < end and _plain(words[i]) and adjective(words[i + 1]):
        i += 1
    while i < end and i - at < 6:
        if adjective(words[i]):
            i += 1
        elif words[i].shape == "d" and i + 2 < end and words[i + 1].low == "-" and adjective(words[i + 2]):
            i += 3
        elif words[i].shape == "d" and i + 1 < end and adjective(words[i + 1]):
            i += 2
        else:
            break
    return i


def _plain(word: Word) -> bool:
    return word.shape == "x" and not (word.function or word.verb or word.mood)


def adjective(word: Word) -> bool:
    return _plain(word) and word.low.endswith(_ENDINGS) and word.low not in _NOT_DESCRIBING

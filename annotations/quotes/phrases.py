"""Noun phrases that can name who speaks, by a small grammar over the words of one sentence."""

from collections.abc import Sequence

from .words import Word

_DETERMINERS = frozenset(
    "der die das den dem des ein eine einer einem "
    "einen eines kein keine mehrere einige viele andere beide dieser "
    "diese dieses diesem diesen jener jene sein seine seiner "
    "seinem seinen ihr ihre ihrer ihrem ihren alle manche "
    "zahlreiche zwei drei vier fünf deren dessen the a "
    "an his her their several some many other two three".split()
)
_PRONOUNS = frozenset("er sie dieser diese man wir ich jener he she they i we".split())
_LINKS = frozenset("der des eines von vom für aus zum zur beim am im in of for from at in the".split())
_NAME_PARTS = frozenset("von van de der del di da al bin zu zur vom le la el ter ten den dos du".split())
_ENDINGS = ("e", "en", "er", "em", "es")
_SHORT = frozenset(("dr", "prof", "st", "jr", "med", "mr", "mrs"))
_TIMES = (
    "tag", "abend", "morgen", "nacht", "woche", "monat", "jahr", "gespräch", "interview", "rede", "brief",
    "ausgabe",
    "erklärung", "stellungnahme", "rahmen", "anschluss", "folge", "zusammenhang",
)  # fmt: skip
"""No place: where or when it was said."""
_OPENING, _CLOSING = "«", "»"
MOST = 24
"""Tokens of a phrase at most: a longer one has run away."""


def _nominal(word: Word) -> bool:
    if word.function and word.shape != "X":
        return False
    return word.shape[0] == "X" or word.shape in ("x1", "xX") or (word.shape == "d" and len(word.low) <= 4)


def _head(words: Sequence[Word], at: int, end: int) -> int:
    """The end of the nouns and names that begin at `at`; `at` itself when there are none."""
    i = at
    while i < end:
        word = words[i]
        if _nominal(word):
            i += 1
        elif word.low == _OPENING and i + 2 < end:  # a name in quotation marks: der „Spiegel“
            close = next((k for k in range(i + 1, min(i + 6, end)) if words[k].low == _CLOSING), None)
            if close is None or not _nominal(words[i + 1]):
                break
            i = close + 1
        elif (
            i > at
            and word.low in _NAME_PARTS
            and i + 1 < end
            and _nominal(words[i + 1])
            and _is_name(words, i)
        ):
            i += 2
        elif (
            i > at
            and word.low == "."
            and words[i - 1].shape == "x1"
            and i + 1 < end
            and _nominal(words[i + 1])
        ):
            i += 1
        else:
            break
    return i


def _is_name(words: Sequence[Word], at: int) -> bool:
    """Whether a small word at `at` belongs to a name ("Ursula von der Leyen") and does not join two nouns."""
    return words[at].low not in ("der", "in", "zu", "zur", "den", "vom") and not (
        words[at].low == "von" and words[at - 1].person
    )


def _described(words: Sequence[Word], at: int, end: int) -> int:
    """The end of determiner, adjectives and nouns from `at`; `at` when no noun comes."""
    i = at
    if i < end and words[i].low in _DETERMINERS:
        i += 1
    adjectives = i
    while i < end and i - adjectives < 5 and _adjective(words[i]):
        i += 1
    head = _head(words, i, end)
    return head if head > i else at


def _adjective(word: Word) -> bool:
    return (
        word.shape == "x"
        and not word.function
        and not word.verb
        and not word.mood
        and word.low.endswith(_ENDINGS)
    )


def phrase_end(words: Sequence[Word], at: int, end: int) -> int:
    """The end of the phrase that begins at token `at`, `at` when none does. Takes in what hangs on it: a
    genitive, "von …", a party in brackets, a name in apposition between commas."""
    if at >= end:
        return at
    limit = min(end, at + MOST)
    i = _described(words, at, limit)
    if i == at:
        return at + 1 if words[at].low in _PRONOUNS else at
    while i < limit:
        word = words[i]
        if word.low in _LINKS:
            behind = (
                _described(words, i + 1, limit)
                if word.low not in ("der", "des", "eines")
                else _described(words, i, limit)
            )
            if behind <= i + 1 or (
                word.low in ("am", "im", "in", "beim", "zum", "zur") and not _place(words, i, behind)
            ):
                break
            i = behind
        elif word.low == "(" and (close := _bracket(words, i, limit)):
            i = close
        elif word.low.endswith("er") and _adjective(word) and (behind := _described(words, i, limit)) > i + 1:
            i = behind  # "Berichten verschiedener Medien"
        elif word.low == "," and (close := _apposition(words, i, limit)):
            i = close
        elif word.low in ("und", "sowie") and (behind := _described(words, i + 1, limit)) > i + 1:
            i = behind
        else:
            break
    return i


def _bracket(words: Sequence[Word], at: int, end: int) -> int:
    """The end of a party or the like in brackets, 0 when there is none."""
    close = next((k for k in range(at + 1, min(at + 6, end)) if words[k].low == ")"), None)
    return close + 1 if close else 0


def _place(words: Sequence[Word], link: int, end: int) -> bool:
    """ "in Berlin" may belong to the phrase before it, "am Freitag" does not."""
    return words[link].low in ("in", "im") and end - link <= 3 and not any(
        word.low.endswith(("tag", "abend", "morgen", "woche", "monat", "jahr", "gespräch", "interview"))
        for word in words[link:end]
    )  # fmt: skip


def _apposition(words: Sequence[Word], comma: int, end: int) -> int:
    """The end of ", Georg Streiter," or ", der Chef der Partei," behind a phrase, the second comma left
    out."""
    inner = _described(words, comma + 1, end)
    while inner < end and words[inner].low in ("der", "des", "von", "für"):
        behind = _described(words, inner if words[inner].low in ("der", "des") else inner + 1, end)
        if behind <= inner:
            break
        inner = behind
    if inner < end and words[inner].low == "(":
        inner = _bracket(words, inner, end) or inner
    return inner if comma + 1 < inner < end and words[inner].low == "," else 0


def phrases(words: Sequence[Word], start: int, end: int) -> list[tuple[int, int]]:
    """All phrases of tokens [start, end), in order, longest first at each place, none inside another."""
    found = []
    i = start
    while i < end:
        stop = phrase_end(words, i, end)
        if stop > i:
            found.append((i, stop))
            i = stop
        else:
            i += 1
    return found


def is_time(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a phrase says when: "Mitte Mai", "der 12. Juni", "Montag"."""
    return all(word.low in _WHEN or word.shape in ("d", "p") for word in words[start:end])


_WHEN = frozenset(
    "mitte anfang ende beginn januar februar märz april mai juni juli august september oktober "
    "november dezember montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "der des dem den am im vom "
    "heute gestern uhr jahr jahres monat woche".split()
)

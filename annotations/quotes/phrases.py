"""Noun phrases that can name who speaks, by a small grammar over the words of one sentence."""

from collections.abc import Sequence

from .lexicon import states
from .nouns import GENITIVES, NAME_PARTS, adjective, described, nominal
from .tokens import Reading
from .words import Word

_PRONOUNS = frozenset("er sie dieser diese man wir ich jener letzterer letztere he she they i we".split())
_LINKS = frozenset("von vom für aus zum zur beim am im in of for from at in the".split())
_PLACES = frozenset(("am", "im", "in", "beim", "zum", "zur"))
_OF_NAMES = frozenset(("von", "vom", "aus", "of", "from"))
"""What may hang on somebody's name: "Karl Otto von der Liga"."""
_PARTICLES = frozenset("von van de al".split())
_TIMES = (
    "tag", "abend", "morgen", "nacht", "woche", "monat", "jahr", "gespräch", "interview", "rede", "debatte",
    "brief", "ausgabe", "beitrag", "erklärung", "stellungnahme", "rahmen", "anschluss", "folge",
    "zusammenhang", "zukunft", "zwischenzeit", "regel",
)  # fmt: skip
"""No place: where or when it was said."""
_PARLIAMENTS = ("bundestag", "landtag", "reichstag")
_MASCULINE = (
    "präsident", "sekretär", "chef", "direktor", "kommissar", "senator", "gouverneur", "general", "mann",
    "professor", "anwalt", "bischof", "prozess",
)  # fmt: skip
"""Behind "der" in the nominative: no genitive."""
MOST = 24
"""Tokens of a phrase at most: a longer one has run away."""


def phrase_end(words: Sequence[Word], at: int, end: int) -> int:
    """The end of the phrase that begins at token `at`, `at` when none does. Takes in what hangs on it: a
    genitive, "von …", a party in brackets, a name in apposition between commas."""
    if at >= end:
        return at
    limit = min(end, at + MOST)
    i = described(words, at, limit)
    if i == at:
        return _bare_end(words, at, limit)
    while i < limit:
        low = words[i].low
        if low in _LINKS or low in GENITIVES:
            behind = _linked(words, at, i, limit)
        elif low == "(":
            behind = _bracket(words, i, limit)
        elif low == ",":
            behind = _apposition(words, at, i, limit)
        elif low in ("und", "sowie"):
            first = i + 2 if i + 1 < limit and words[i + 1].low == "auch" else i + 1
            behind = described(words, first, limit)
            behind = behind if behind > first else 0
        elif low.endswith("er") and adjective(words[i]):  # "Berichten verschiedener Medien"
            behind = described(words, i, limit)
            behind = behind if behind > i + 1 else 0
        else:
            break
        if not behind:
            break
        i = behind
    return i


def _bare_end(words: Sequence[Word], at: int, end: int) -> int:
    """The end of a mention without a noun: a pronoun, "die beiden", "von der Aa"."""
    low = words[at].low
    if low in _PRONOUNS:
        return at + 1
    if words[at].function == "det" and at + 1 < end and words[at + 1].low == "beiden":
        return at + 2
    if words[at].function == "det" and at + 3 < end and words[at + 3].low.startswith("jährige"):
        return at + 4  # "der 81-jährige"
    if low in _PARTICLES and at + 2 < end and words[at + 1].low in ("der", "den", "la", "las"):
        name = words[at + 2]
        alone = at + 3 >= end or not (nominal(words[at + 3]) or words[at + 3].low in GENITIVES)
        if name.shape == "Xx" and alone and not (name.person or name.noun or name.low.endswith(_COMMON)):
            return at + 3
    return at


_COMMON = ("ung", "heit", "keit", "schaft", "tion", "tät", "ismus", "en", "ei", "seite", "post", "stadt")
"""Endings of nouns, which "von der …" hardly ever makes a name."""


def _linked(words: Sequence[Word], at: int, link: int, end: int) -> int:
    """The end of what a small word hangs on a phrase, 0 when it hangs nothing on it."""
    low = words[link].low
    named = _ends_in_name(words, at, link)
    if low in GENITIVES:
        if named:
            return 0  # "wie Karl Otto der Zeitung sagte"
        behind = described(words, link, end)
        return behind if behind > link + 1 and not (low == "der" and _is_subject(words, link, behind)) else 0
    behind = described(words, link + 1, end)
    if behind <= link + 1 or (named and low not in _OF_NAMES):
        return 0
    if low in _PLACES and not _place(words, link, behind):
        return 0
    return 0 if is_time(words, link, behind) else behind


def _is_subject(words: Sequence[Word], der: int, end: int) -> bool:
    """Whether "der …" is no genitive: "der neue Sprecher", "der Präsident"."""
    first = words[der + 1]
    return (adjective(first) and first.low.endswith("e")) or words[der + 1].low.endswith(_MASCULINE)


def _ends_in_name(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a first name and more of the name stand right before `end`."""
    for i in range(end - 2, max(at, end - 5) - 1, -1):
        if words[i].is_first_name:
            return nominal(words[end - 1])
        if not (nominal(words[i]) or words[i].low in NAME_PARTS or words[i].low == "."):
            return False
    return False


def _bracket(words: Sequence[Word], at: int, end: int) -> int:
    """The end of a party or the like in brackets, 0 when there is none."""
    close = next((k for k in range(at + 1, min(at + 6, end)) if words[k].low == ")"), None)
    return close + 1 if close else 0


def _place(words: Sequence[Word], link: int, end: int) -> bool:
    """ "in Berlin" may belong to the phrase before it, "am Freitag" and "in einer Rede" do not."""
    if words[link].low not in ("in", "im") or end - link > 3 or words[link + 1].function == "ein":
        return False
    return not any(
        word.low.endswith(_TIMES) and not word.low.endswith(_PARLIAMENTS) for word in words[link:end]
    )


_INNER_LINKS = frozenset("der des von vom für im aus eines einer".split())


def _apposition(words: Sequence[Word], at: int, comma: int, end: int) -> int:
    """The end of ", Georg Streiter," or ", der Chef der Partei," behind a phrase, the second comma left
    out."""
    inner = described(words, comma + 1, end)
    while inner < end and words[inner].low in _INNER_LINKS:
        genitive = words[inner].low in GENITIVES
        behind = described(words, inner if genitive else inner + 1, end)
        if behind <= inner + 1:
            break
        inner = behind
    if inner < end and words[inner].low == "(":
        inner = _bracket(words, inner, end) or inner
    if comma + 1 >= inner:
        return 0
    if inner < end and words[inner].low == ",":
        return inner
    return inner if _same_person(words, at, comma, inner) else 0


def _same_person(words: Sequence[Word], at: int, comma: int, end: int) -> bool:
    """Whether a name and a role stand on the two sides of a comma: what is said of one is said of both."""
    if _looks_like_name(words, at, comma):
        return any(words[i].person == "role" for i in range(comma + 1, min(end, comma + 5)))
    role = any(words[i].person == "role" for i in range(at, comma))
    return role and _looks_like_name(words, comma + 1, end)


def _looks_like_name(words: Sequence[Word], start: int, end: int) -> bool:
    """Two to four capitalised words, none of them a noun that is known."""
    return 2 <= end - start <= 4 and all(
        (word.shape[0] == "X" or word.shape == "x1" or word.low == "." or word.low in NAME_PARTS)
        and not ((word.function and word.shape[0] == "X") or word.person or word.noun)
        for word in words[start:end]
    )


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


def phrases_of(reading: Reading, n: int) -> list[tuple[int, int]]:
    """Those of a sentence of an article, looked for once."""
    found = reading.phrases.get(n)
    if found is None:
        found = reading.phrases[n] = phrases(reading.known, *reading.sentences[n])
    return found


def is_time(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a phrase says when: "Mitte Mai", "der 12. Juni", "Montag"."""
    return all(word.low in _WHEN or word.shape in ("d", "p") for word in words[start:end])


_WHEN = frozenset(
    "mitte anfang ende beginn januar februar märz april mai juni juli august september oktober "
    "november dezember montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "der des dem den am im vom von "
    "heute gestern uhr jahr jahres monat woche".split()
)


_OBJECTS = frozenset(("ein", "eine", "einen"))


def mention_end(words: Sequence[Word], start: int, end: int) -> int:
    """The end of a mention without what only stands beside it: an object ("Stoltenberg eine Erklärung"), a
    state behind somebody unnamed ("ein General Russland")."""
    for i in range(start + 1, end):
        if words[i].low in _OBJECTS and words[i].shape == "x" and words[i - 1].is_capital:
            return i
    unnamed = end - start > 2 and words[start].function == "ein" and words[end - 2].person == "role"
    if unnamed and words[end - 1].low in states():
        return end - 1
    return end

"""Noun phrases that can name who speaks, by a small grammar over the words of one sentence."""

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
_PRONOUNS = frozenset("er sie dieser diese man wir ich jener letzterer letztere he she they i we".split())
_LINKS = frozenset("von vom für aus zum zur beim am im in of for from at in the".split())
_GENITIVES = frozenset("der des eines einer dieser dieses seines ihres seiner ihrer aller".split())
_NUMERALS = frozenset("zwei drei vier fünf sechs beiden anderen vielen weiteren".split())
_PLACES = frozenset(("am", "im", "in", "beim", "zum", "zur"))
_OF_NAMES = frozenset(("von", "vom", "aus", "of", "from"))
"""What may hang on somebody's name: "Karl Otto von der Liga"."""
_NAME_PARTS = frozenset("von van de der del di da al bin zu zur vom le la el ter ten den dos du".split())
_PARTICLES = frozenset("von van de al".split())
_ENDINGS = ("e", "en", "er", "em", "es")
_SHORT = frozenset(("dr", "prof", "st", "jr", "med", "mr", "mrs"))
_TIMES = (
    "tag", "abend", "morgen", "nacht", "woche", "monat", "jahr", "gespräch", "interview", "rede", "debatte",
    "brief", "ausgabe", "beitrag", "erklärung", "stellungnahme", "rahmen", "anschluss", "folge",
    "zusammenhang", "zukunft", "zwischenzeit", "regel",
)  # fmt: skip
"""No place: where or when it was said."""
_PARLIAMENTS = ("bundestag", "landtag", "reichstag")
_NOT_DESCRIBING = frozenset(
    "musste mussten durfte durften mochte gegen wegen neben zwischen seitdem einzig sowohl weder offiziell "
    "aktuell zuletzt bezüglich aufgrund angesichts besorgt weiter hinsichtlich innerhalb außerhalb trotz infolge".split()
)
"""What looks like an adjective or a noun and is none."""
_MASCULINE = (
    "präsident", "sekretär", "chef", "direktor", "kommissar", "senator", "gouverneur", "general", "mann",
    "professor", "anwalt", "bischof", "prozess",
)  # fmt: skip
"""Behind "der" in the nominative: no genitive."""
_OPENING, _CLOSING = "«", "»"
_QUOTED = 8
"""Tokens of a name in quotation marks at most, with its marks."""
MOST = 24
"""Tokens of a phrase at most: a longer one has run away."""


def _nominal(word: Word) -> bool:
    if (word.function and word.shape != "X") or word.low in _NOT_DESCRIBING:
        return False
    return word.shape[0] == "X" or word.shape in ("x1", "xX") or (word.shape == "d" and len(word.low) <= 4)


def _head(words: Sequence[Word], at: int, end: int) -> int:
    """The end of the nouns and names that begin at `at`; `at` itself when there are none."""
    i = at
    while i < end:
        if _nominal(words[i]):
            if i > at and words[i].shape == "d" and i + 1 < end and words[i + 1].shape[0] == "X":
                break  # "laut Polizei 40 Menschen"
            i += 1
        elif words[i].low == _OPENING:
            close = _quoted(words, i, end)
            if not close:
                break
            i = close
            if not (i + 1 < end and words[i].low == "-" and _nominal(words[i + 1])):
                break  # "die „Post“ Neues", but "die „Post“-Zeitung"
            i += 2
        elif step := _joint(words, at, i, end):
            i += step
        else:
            break
    return i


def _joint(words: Sequence[Word], at: int, i: int, end: int) -> int:
    """How many tokens from `i` on join a noun or name behind them to the one before: "von" in "Karl von Amsel",
    the full stop in "Dr. Amsel", the stroke in "Bündnis 90/Die Grünen"; 0 for none."""
    if i == at or i + 1 >= end:
        return 0
    low, before = words[i].low, words[i - 1]
    if low == "/" and before.shape == "d":
        return 2 if words[i + 1].function == "det" and i + 2 < end and _nominal(words[i + 2]) else 1
    if low == "." and (before.shape == "x1" or before.low in _SHORT):
        return int(_nominal(words[i + 1]) or words[i + 1].low in _SHORT)
    return 2 if low in _NAME_PARTS and _nominal(words[i + 1]) and _is_name(words, i) else 0


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


def _described(words: Sequence[Word], at: int, end: int) -> int:
    """The end of determiner, adjectives and nouns from `at`; `at` when no noun comes."""
    i = at
    if i < end and words[i].low in _DETERMINERS:
        i += 1
        i += i < end and words[i].low in _NUMERALS
    adjectives = _adjectives(words, i, end, determined=i > at)
    head = _head(words, adjectives, end)
    if head > adjectives:
        return head
    if at < end and words[at].low in _SOME and i + 1 < end and words[i].low == "der":
        rest = _described(words, i, end)
        return rest if rest > i + 1 else at
    return at


def _adjectives(words: Sequence[Word], at: int, end: int, determined: bool) -> int:
    """The end of what describes a noun behind it: "neue", "81-jährige", behind a determiner "staatlich
    geförderte" and "am Montag veröffentlichte"."""
    i = at
    if determined and i + 2 < end and words[i].low == "so" and _adjective(words[i + 1]):
        i += 2  # "der so genannten „Ambulanz“"
    elif determined and i + 2 < end and words[i].low in ("am", "im", "vom", "von"):
        inner = _head(words, i + 1, min(i + 4, end))
        if i + 1 < inner < end - 1 and words[inner].shape == "x" and words[inner].low.endswith(_ENDINGS):
            i = inner + 1
    elif determined and i + 2 < end and _plain(words[i]) and _adjective(words[i + 1]):
        i += 1
    while i < end and i - at < 6:
        if _adjective(words[i]):
            i += 1
        elif words[i].shape == "d" and i + 2 < end and words[i + 1].low == "-" and _adjective(words[i + 2]):
            i += 3
        elif words[i].shape == "d" and i + 1 < end and _adjective(words[i + 1]):
            i += 2
        else:
            break
    return i


def _plain(word: Word) -> bool:
    return word.shape == "x" and not (word.function or word.verb or word.mood)


def _adjective(word: Word) -> bool:
    return _plain(word) and word.low.endswith(_ENDINGS) and word.low not in _NOT_DESCRIBING


def phrase_end(words: Sequence[Word], at: int, end: int) -> int:
    """The end of the phrase that begins at token `at`, `at` when none does. Takes in what hangs on it: a
    genitive, "von …", a party in brackets, a name in apposition between commas."""
    if at >= end:
        return at
    limit = min(end, at + MOST)
    i = _described(words, at, limit)
    if i == at:
        return _bare_end(words, at, limit)
    while i < limit:
        low = words[i].low
        if low in _LINKS or low in _GENITIVES:
            behind = _linked(words, at, i, limit)
        elif low == "(":
            behind = _bracket(words, i, limit)
        elif low == ",":
            behind = _apposition(words, at, i, limit)
        elif low in ("und", "sowie"):
            first = i + 2 if i + 1 < limit and words[i + 1].low == "auch" else i + 1
            behind = _described(words, first, limit)
            behind = behind if behind > first else 0
        elif low.endswith("er") and _adjective(words[i]):  # "Berichten verschiedener Medien"
            behind = _described(words, i, limit)
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
    if low in _PARTICLES and at + 2 < end and words[at + 1].low in ("der", "den", "la", "las"):
        name = words[at + 2]
        alone = at + 3 >= end or not (_nominal(words[at + 3]) or words[at + 3].low in _GENITIVES)
        if name.shape == "Xx" and alone and not (name.person or name.noun or name.low.endswith(_COMMON)):
            return at + 3
    return at


_COMMON = ("ung", "heit", "keit", "schaft", "tion", "tät", "ismus", "en", "ei", "seite", "post", "stadt")
"""Endings of nouns, which "von der …" hardly ever makes a name."""


def _linked(words: Sequence[Word], at: int, link: int, end: int) -> int:
    """The end of what a small word hangs on a phrase, 0 when it hangs nothing on it."""
    low = words[link].low
    named = _ends_in_name(words, at, link)
    if low in _GENITIVES:
        if named:
            return 0  # "wie Karl Otto der Zeitung sagte"
        behind = _described(words, link, end)
        return behind if behind > link + 1 and not (low == "der" and _is_subject(words, link, behind)) else 0
    behind = _described(words, link + 1, end)
    if behind <= link + 1 or (named and low not in _OF_NAMES):
        return 0
    if low in _PLACES and not _place(words, link, behind):
        return 0
    return 0 if is_time(words, link, behind) else behind


def _is_subject(words: Sequence[Word], der: int, end: int) -> bool:
    """Whether "der …" is no genitive: "der neue Sprecher", "der Präsident"."""
    first = words[der + 1]
    return (_adjective(first) and first.low.endswith("e")) or words[der + 1].low.endswith(_MASCULINE)


def _ends_in_name(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether a first name and more of the name stand right before `end`."""
    for i in range(end - 2, max(at, end - 5) - 1, -1):
        if words[i].is_first_name:
            return _nominal(words[end - 1])
        if not (_nominal(words[i]) or words[i].low in _NAME_PARTS or words[i].low == "."):
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
    inner = _described(words, comma + 1, end)
    while inner < end and words[inner].low in _INNER_LINKS:
        genitive = words[inner].low in _GENITIVES
        behind = _described(words, inner if genitive else inner + 1, end)
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
        (word.shape[0] == "X" or word.shape == "x1" or word.low == "." or word.low in _NAME_PARTS)
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


def is_time(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a phrase says when: "Mitte Mai", "der 12. Juni", "Montag"."""
    return all(word.low in _WHEN or word.shape in ("d", "p") for word in words[start:end])


_WHEN = frozenset(
    "mitte anfang ende beginn januar februar märz april mai juni juli august september oktober "
    "november dezember montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "der des dem den am im vom von "
    "heute gestern uhr jahr jahres monat woche".split()
)

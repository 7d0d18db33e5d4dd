"""What a mention says: takes phrases that name or describe somebody apart, by rule."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from .lexicon import first_names, person_kind
from .words import Word, known

INDEFINITE = frozenset(
    "ein eine einer einem einen eines mehrere einige viele "
    "zahlreiche andere manche zwei drei a an some several many".split()
)
ARTICLES = frozenset("der die das den dem des the dieser diese dieses diesem diesen".split())
_SMALL = frozenset("von van de der del di da al bin zu zur vom le la el ter ten den dos du".split())
TITLES = frozenset("herr frau dr prof professor doktor herrn mr mrs ms sir lord lady graf".split())
_FEMININE = re.compile(r"(?:in|frau|schwester|mutter|tochter|königin)\Z")
_LONGEST = 9
_MEMBERS = ("mitglied", "mitglieder", "vertreter", "partner", "gegner")
_COMMON = re.compile(
    r"(?:ung|heit|keit|schaft|tion|tät|ismus|land|burg|stadt|tag|jahr|ern|en|s)\Z", re.IGNORECASE
)
"""Endings of nouns and of places, and of what is inflected."""
_SOURCES = frozenset("source view claim".split())
_OF = frozenset("von vom der des dem aus".split())
_TOLD = re.compile(r"(.+)-(?:Angaben|Informationen|Aussagen)")


class Name(NamedTuple):
    """A mention taken apart: what it calls somebody, what they are, and whether it is for somebody
    unnamed."""

    role: tuple[str, ...]
    name: tuple[str, ...]
    indefinite: bool
    feminine: bool | None
    """None: the words do not say."""


def _role(word: str) -> str:
    """The noun without what is put before it: "Nato-Generalsekretär" and "Generalsekretärs" are one role."""
    return re.sub(r"s\Z", "", word.rsplit("-", 1)[-1].lower())


_FROM = re.compile(r"(?!politisch)[a-zäöüß-]{3,}isch(?:e|er|en|em|es)")
_ALIASES = {"us": "amer", "usa": "amer", "groß": "brit"}


def origins(words: Sequence[str], known: Sequence[Word]) -> frozenset[str]:
    """Where a role belongs, as the beginning of a word, so that "Brasiliens" and "brasilianisch" are one:
    of an adjective in "-isch", of what is put before the role ("US-Präsident"), of a genitive before it."""
    found = []
    for i, (word, it) in enumerate(zip(words, known, strict=True)):
        if it.shape == "x":
            found += [it.low] if _FROM.fullmatch(it.low) else []
        elif it.person == "role":
            found += [it.low.split("-")[0]] if "-" in word else []
            before = known[i - 1] if i else None
            if before and before.shape == "Xx" and before.low.endswith("s") and not before.function:
                found.append(before.low)
    return frozenset(_ALIASES.get(word[:4], word[:4]) for word in found)


def parse(words: Sequence[str], known: Sequence[Word]) -> Name:
    """Takes a phrase apart; the words and what is known of each."""
    role: list[str] = []
    name: list[str] = []
    feminine: bool | None = None
    indefinite = bool(words) and words[0].lower() in INDEFINITE
    closed = False
    for i, (word, it) in enumerate(zip(words, known, strict=True)):
        low = it.low
        if low in TITLES:
            feminine = {"frau": True, "herr": False, "herrn": False}.get(low, feminine)
        elif it.person == "role" and not low.endswith(_MEMBERS):
            role.append(_role(word))
            if feminine is None:
                feminine = bool(_FEMININE.search(low)) or (
                    False if words[0].lower() in ("der", "dem") else None
                )
            if not closed:
                name = []  # "Estlands Ministerpräsidentin Kaja Kallas": what stands before a role is no name
        elif (
            (word[:1].isupper() and not it.function and not it.noun and not it.person and not closed)
            or (name and not closed and _joins(words, known, i))
            or (name and not closed and low in _SMALL and name[-1].lower() in _SMALL)
        ):
            name.append(word)
        elif name:
            closed = True
    if name and feminine is None and (gender := first_names().get(name[0])):
        feminine = gender == "f"
    return Name(tuple(role), tuple(name), indefinite, feminine)


def runs(words: Sequence[str], known: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words, small words of names among them: "Nato-Generalsekretär Jens
    Stoltenberg"."""
    count, past = len(words), 0
    for i in [i for i, it in enumerate(known) if it.is_capital]:
        if i < past:
            continue
        past = i + 1
        while past < count and past - i < _LONGEST:
            it = known[past]
            if it.is_capital:
                past += 1
            elif it.low in _SMALL and (last := _joins(words, known, past)):
                past = last + 1
            elif words[past] == "." and len(words[past - 1]) <= 4:
                past += 1
            else:
                break
        yield i, min(past, count)


def _joins(words: Sequence[str], known: Sequence[Word], at: int) -> int:
    """The place of the name that small words from `at` join to the one before ("Petra van der Aa"); 0 when
    they join none, or nouns."""
    low, before = known[at].low, known[at - 1]
    if low not in _SMALL or low == "der" or before.person or before.noun:
        return 0
    last = at + 1
    if last < len(words) and known[last].function == "det" and words[at - 1] not in first_names():
        return 0  # "Minister Karl Blum von der Kanzlei"
    while last < len(words) and last < at + 3 and known[last].low in _SMALL and words[last].islower():
        last += 1
    behind = known[last] if last < len(words) else None
    return last if behind and behind.shape[0] == "X" and not behind.person else 0


def personal(it: Name, words: Sequence[str], known: Sequence[Word]) -> tuple[str, ...]:
    """The name, if the stretch is a person's and no organisation's: with a role, with a first name that is
    known, or two words that do not look like nouns."""
    if not it.name or it.indefinite or (len(it.name) == 1 and not it.role):
        return ()
    if not it.role and any(word.person == "body" for word in known):
        return ()
    name = _from_first(it.name) if not it.role else it.name
    first = name[0]
    if len(name) == 1:
        return name if words[-1] == first else ()
    if len(name) > 4 or not all(part[:1].isupper() or part in _SMALL for part in name):
        return ()
    if it.role or first in first_names() or first.split("-")[0] in first_names():
        return name
    plain = all(part[:1].isupper() and not _COMMON.search(part) for part in name)
    return name if plain and len(name) <= 3 else ()


class Stretch(NamedTuple):
    """A stretch of capitalised words: taken apart; the name if it is a person's; whether it is one even
    where any word is capitalised, since a role, a title or a first name is in it ("Estlands Ministerin Kaja
    …")."""

    name: Name
    full: tuple[str, ...]
    begins: bool


@lru_cache(maxsize=20_000)
def stretch(words: tuple[str, ...]) -> Stretch:
    """Most stand in many articles."""
    known_words = [known(word) for word in words]
    it = parse(words, known_words)
    names = first_names()
    begins = (
        words[0] in names
        or any(word.person == "role" or word.low in TITLES for word in known_words)
        or any(word in names for word in words[1:-1])
    )
    return Stretch(it, personal(it, words, known_words), begins)


def _from_first(name: tuple[str, ...]) -> tuple[str, ...]:
    """From a known first name on: "der Sprecher der Liga Karl Otto" names nobody called Liga."""
    at = next((n for n, part in enumerate(name[:-1]) if part in first_names()), 0)
    return name[at:] if at and name[0] not in first_names() else name


def described(words: Sequence[str], known: Sequence[Word], named: bool = False) -> str:
    """The mention as a description: without its article, "Angaben des Ministeriums" as "Ministerium",
    "Nato-Angaben" as "Nato"; of a name and a description with a comma between the name."""
    if named and "," in words[1:]:
        words, known = _without_apposition(words, known)
    start = 0
    while start < len(words) and known[start].noun in _SOURCES and start + 1 < len(words):
        start += 1
        while start < len(words) - 1 and words[start].lower() in _OF:
            start += 1
    while start < len(words) - 1 and words[start].lower() in ARTICLES:
        start += 1
    rest = list(words[start:])
    if start and words[start - 1].lower() == "des":
        rest[0] = _nominative(rest[0])
    elif start and words[start - 1].lower() == "der":
        rest = _after_der(rest)
    if len(rest) == 1 and (body := _TOLD.fullmatch(rest[0])):
        rest = [body[1]]
    return _joined(rest)


def _after_der(words: list[str]) -> list[str]:
    """ "(der) deutschen Vertretung" as one would name it, "deutsche Vertretung"."""
    noun = next((n for n, word in enumerate(words) if not word.islower()), 0)
    told = (
        word.removesuffix("n") if word.endswith("en") and word != "sieben" else word for word in words[:noun]
    )
    return [*told, *words[noun:]]


def _without_apposition(words: Sequence[str], known: Sequence[Word]) -> tuple[Sequence[str], Sequence[Word]]:
    """ "Karl Blum, der Chef des Hauses" and "Der Chef des Hauses, Karl Blum" as "Karl Blum"."""
    comma = words.index(",", 1)
    first, second = parse(words[:comma], known[:comma]), parse(words[comma + 1 :], known[comma + 1 :])
    if first.name[:1] == (words[0],) and not first.role:
        return words[:comma], known[:comma]
    if second.name and not second.role and personal(second, words[comma + 1 :], known[comma + 1 :]):
        return second.name, known[-len(second.name) :]
    return words, known


def _nominative(noun: str) -> str:
    """ "Ministeriums" as "Ministerium", where a known word is left."""
    for ending in ("es", "s"):
        bare = noun.removesuffix(ending)
        if bare != noun and person_kind(bare):
            return bare
    return noun


def _joined(words: Sequence[str]) -> str:
    """Words with the spaces of running text."""
    text = " ".join(words)
    text = re.sub(r"([(«„‚“]) (?=\w)", r"\1", text)
    return re.sub(r" (?=[,.;:)»“”’])", "", text)

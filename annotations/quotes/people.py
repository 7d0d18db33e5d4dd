"""Who is meant: takes the mentions of an article together, so that "der Generalsekretär", "er" and
"Stoltenberg" are Jens Stoltenberg where the article says so.

By rule: the last name stands in a longer name of the article; a role that was given to somebody there; a
pronoun's gender against first names and endings, the latest before it first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from .lexicon import groups
from .words import Word

_INDEFINITE = frozenset(
    "ein eine einer einem einen eines mehrere einige viele "
    "zahlreiche andere manche zwei drei a an some several many".split()
)
_ARTICLES = frozenset("der die das den dem des the dieser diese dieses diesem diesen".split())
_SMALL = frozenset("von van de der del di da al bin zu zur vom le la el ter ten den dos du".split())
_TITLES = frozenset("herr frau dr prof professor doktor herrn mr mrs ms sir lord lady graf".split())
_FEMININE = re.compile(r"(?:in|frau|schwester|mutter|tochter|königin)\Z")
_LONGEST = 9
_MEMBERS = ("mitglied", "mitglieder", "vertreter", "partner", "gegner")
_STARTS = frozenset('.!?:«»„“"')
_COMMON = re.compile(
    r"(?:ung|heit|keit|schaft|tion|tät|ismus|land|burg|stadt|tag|jahr|ern|en|s)\Z", re.IGNORECASE
)
"""Endings of nouns and of places, and of what is inflected."""
_SOURCES = frozenset("source view claim".split())


class Name(NamedTuple):
    """A mention taken apart: what it calls somebody, what they are, and whether it is for somebody
    unnamed."""

    role: tuple[str, ...]
    name: tuple[str, ...]
    indefinite: bool
    feminine: bool | None
    """None: the words do not say."""


@dataclass(slots=True)
class Person:
    """Somebody whom the article names: the longest name, the roles, where they were named last."""

    name: tuple[str, ...]
    feminine: bool | None
    roles: set[str] = field(default_factory=set)
    places: list[int] = field(default_factory=list)

    @property
    def full(self) -> str:
        return " ".join(self.name)


@cache
def _first_names() -> dict[str, str]:
    return {name: gender for gender, name in groups("first_names.txt")}


def _role(word: str) -> str:
    """The noun without what is put before it: "Nato-Generalsekretär" and "Generalsekretärs" are one role."""
    return re.sub(r"s\Z", "", word.rsplit("-", 1)[-1].lower())


def parse(words: Sequence[str], known: Sequence[Word]) -> Name:
    """Takes a phrase apart; the words and what is known of each."""
    role: list[str] = []
    name: list[str] = []
    feminine: bool | None = None
    indefinite = bool(words) and words[0].lower() in _INDEFINITE
    closed = False
    for i, (word, it) in enumerate(zip(words, known, strict=True)):
        low = it.low
        if low in _TITLES:
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
            or (
                name
                and low in _SMALL
                and i + 1 < len(words)
                and words[i + 1][:1].isupper()
                and low not in ("der", "zu")
            )
            or (name and low in _SMALL and low in ("der", "zu") and name[-1] in ("von", "zu"))
        ):
            name.append(word)
        elif name:
            closed = True
    if name and feminine is None and (gender := _first_names().get(name[0])):
        feminine = gender == "f"
    return Name(tuple(role), tuple(name), indefinite, feminine)


class Cast:
    """The people of one article: who is named with a role, or with two names at least."""

    def __init__(self, words: Sequence[str], known: Sequence[Word]) -> None:
        self.people: list[Person] = []
        before: tuple[int, Name] | None = None
        for start, end in _runs(words, known):
            if self._begins(words, known, start) and not self._personal_start(words, known, start):
                continue
            it = parse(words[start:end], known[start:end])
            person = self._take(start, it, words[start:end], known[start:end])
            if before and words[before[0]] == "," and before[0] + 1 >= start - _ARTICLE and start > before[0]:
                self._apposed(before[1], it, person)
            before = (end, it) if end < len(words) else None

    @staticmethod
    def _begins(words: Sequence[str], known: Sequence[Word], at: int) -> bool:
        """Whether any word is capitalised here, or an article shows a noun."""
        before = known[at - 1].function if at else ""
        return not at or words[at - 1] in _STARTS or before in ("det", "ein", "poss")

    @staticmethod
    def _personal_start(words: Sequence[str], known: Sequence[Word], at: int) -> bool:
        return known[at].person == "role" or known[at].low in _TITLES or words[at] in _first_names()

    def _apposed(self, first: Name, second: Name, person: Person | None) -> None:
        """ "der Nato-Generalsekretär, Jens Stoltenberg," and "Jens Stoltenberg, Generalsekretär der Nato"."""
        if person and first.role and not first.name and not second.role:
            person.roles.update(first.role)
        elif second.role and not second.name and first.name and (named := self._named(first.name)):
            named.roles.update(second.role)

    def _take(self, at: int, it: Name, words: Sequence[str], known: Sequence[Word]) -> Person | None:
        person = self._named(it.name) if it.name else None
        if person is None:
            full = _personal(it, words, known)
            if not full:
                return None
            person = Person(full, it.feminine)
            self.people.append(person)
        elif len(it.name) > len(person.name) and it.name[-len(person.name) :] == person.name:
            person.name = it.name
        person.places.append(at)
        person.roles.update(it.role)
        person.feminine = it.feminine if person.feminine is None else person.feminine
        return person

    def _named(self, name: tuple[str, ...]) -> Person | None:
        """Who has this name: the same last name, genitive or not, and no other first name."""
        last = name[-1]
        for person in reversed(self.people):
            own = person.name[-1]
            same = last == own or last in (own + "s", own + "’", own + "'") or own == last + "s"
            first = len(name) == 1 or len(person.name) == 1 or name[0] == person.name[0]
            if same and first:
                return person
        return None

    def resolve(
        self, at: int, words: Sequence[str], known: Sequence[Word], before: str = ""
    ) -> tuple[str, bool]:
        """(full name or description, whether it is somebody unnamed) for a mention at token `at`. `before` is
        who spoke last."""
        it = parse(words, known)
        if it.name and (person := self._named(it.name)):
            return person.full, False
        if len(words) == 1 and known[0].function == "pron":
            return self._pronoun(words[0].lower(), at, before), False
        if it.role and not it.indefinite and not it.name and (found := self._by_role(it, at)):
            return found.full, False
        return described(words, known), it.indefinite or not words

    def _pronoun(self, low: str, at: int, before: str) -> str:
        wanted = {"er": False, "sie": True, "he": False, "she": True}.get(low)
        if wanted is None:
            return ""
        maybe = (True,) if wanted else (False, None)  # "sie" may be many, or a thing
        fitting = [p for p in self.people if p.feminine in maybe and any(place < at for place in p.places)]
        if any(person.full == before for person in fitting):
            return before
        return max(fitting, key=lambda p: max(x for x in p.places if x < at), default=Person((), None)).full

    def _by_role(self, it: Name, at: int) -> Person | None:
        """Who was given that role, before or (in a lead) soon behind; an ending is enough: "der Sekretär"."""
        fitting = [
            person
            for person in self.people
            if any(own.endswith(role) or role.endswith(own) for own in person.roles for role in it.role)
            and (it.feminine is None or person.feminine in (it.feminine, None))
        ]
        earlier = [person for person in fitting if min(person.places) < at]
        return max(
            earlier or fitting, key=lambda p: max((x for x in p.places if x < at), default=-1), default=None
        )


_ARTICLE = 1


def _runs(words: Sequence[str], known: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words, small words of names among them: "Nato-Generalsekretär Jens
    Stoltenberg"."""
    i, count = 0, len(words)
    while i < count:
        if known[i].shape[0] != "X" or known[i].function:
            i += 1
            continue
        end = i + 1
        while end < count and end - i < _LONGEST:
            it = known[end]
            if it.shape[0] == "X" and not it.function:
                end += 1
            elif it.low in _SMALL and end + 1 < count and _joins(known, end):
                end += 2
            elif (
                words[end] == "."
                and known[end - 1].low in _TITLES | {words[end - 1].lower()}
                and len(words[end - 1]) <= 4
            ):
                end += 1
            else:
                break
        yield i, min(end, count)
        i = end


def _joins(known: Sequence[Word], at: int) -> bool:
    """Whether a small word joins two names and no nouns."""
    before, behind = known[at - 1], known[at + 1]
    return behind.shape[0] == "X" and not before.person and not before.noun and not behind.person


def _personal(it: Name, words: Sequence[str], known: Sequence[Word]) -> tuple[str, ...]:
    """The name, if the stretch is a person's and no organisation's: with a role, with a first name that is
    known, or two words that do not look like nouns."""
    if not it.name or it.indefinite or (any(word.person == "body" for word in known) and not it.role):
        return ()
    first = it.name[0]
    if len(it.name) == 1:
        return it.name if it.role and words[-1] == first else ()
    if len(it.name) > 4 or not all(part[:1].isupper() or part in _SMALL for part in it.name):
        return ()
    if it.role or first in _first_names() or first.split("-")[0] in _first_names():
        return it.name
    plain = all(part[:1].isupper() and not _COMMON.search(part) for part in it.name)
    return it.name if plain and len(it.name) <= 3 else ()


def described(words: Sequence[str], known: Sequence[Word]) -> str:
    """The mention as a description: without its article, and "Angaben der Polizei" as "Polizei"."""
    start = 0
    while start < len(words) and known[start].noun in _SOURCES and start + 1 < len(words):
        start += 1
        while start < len(words) - 1 and words[start].lower() in ("von", "vom", "der", "des", "dem", "aus"):
            start += 1
    while start < len(words) - 1 and words[start].lower() in _ARTICLES:
        start += 1
    return _joined(words[start:])


def _joined(words: Sequence[str]) -> str:
    """Words with the spaces of running text."""
    text = " ".join(words)
    text = re.sub(r"([(«„‚“]) (?=\w)", r"\1", text)
    return re.sub(r" (?=[,.;:)»“”’])", "", text)

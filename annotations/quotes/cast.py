"""Who is meant: takes the mentions of an article together, so that "der Generalsekretär", "er" and
"Stoltenberg" are Jens Stoltenberg where the article says so.

By rule: the last name stands in a longer name of the article; a role that was given to somebody there; a
pronoun's gender against first names and endings, the latest before it first. Every question is answered from
an index, since a book names thousands.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .people import ARTICLES, INDEFINITE, Name, Stretch, described, origins, parse, runs, stretch
from .words import Word

_STARTS = frozenset('.!?:«»„“"')
_LINKS = frozenset("der des den dem von vom für im in beim".split())
_DETERMINERS = ARTICLES | INDEFINITE
_GENDERS = {"er": (False, None), "sie": (True,), "he": (False, None), "she": (True,)}
"""Whose name fits a pronoun; "sie" may be many, or a thing."""
_PRONOUNS = frozenset(
    "er sie man wir ich dieser diese dieses diesem jener beide he she they it we i "
    "der die das dem den denen welche welcher welchem welchen demnach demzufolge danach wonach".split()
)


@dataclass(slots=True, eq=False)
class Person:
    """Somebody whom the article names: the longest name, the roles, where they were named; `number` counts
    the article's people."""

    number: int
    name: tuple[str, ...]
    feminine: bool | None
    roles: set[str] = field(default_factory=set)
    places: list[int] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)
    """Where the roles belong (people.origins)."""

    @property
    def full(self) -> str:
        return " ".join(self.name)


class _Line:
    """Where some people are named, in order."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = list(people)
        named = sorted((place, person.number, person) for person in self.people for place in person.places)
        self._places = [place for place, _, _ in named]
        self._named = [person for _, _, person in named]

    def before(self, at: int) -> Person | None:
        """Who was named last before a token."""
        n = bisect_left(self._places, at)
        return self._named[n - 1] if n else None


class Cast:
    """The people of one article: who is named with a role, or with two names at least."""

    def __init__(self, words: Sequence[str], known: Sequence[Word]) -> None:
        self.people: list[Person] = []
        self._words, self._known = words, known
        self._by_name: dict[str, dict[str | None, Person]] = {}
        before: tuple[int, Name] | None = None
        for start, end in runs(words, known):
            goes_on = before is not None and self._hangs_on(before, start)  # "… der Liga, Karl Otto,"
            it = stretch(tuple(words[start:end]))
            if it.begins or not self._begins(start):
                person = self._take(start, end, it)
                if before and self._is_apposition(before[0], start):
                    self._apposed(before[1], it.name, person)
                if not goes_on:
                    before = (end, it.name)
            if before and goes_on:
                before = (end, before[1])
        self._lines: dict[object, _Line] = {}

    @cached_property
    def _by_full(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in self.people:
            found.setdefault(person.full, []).append(person)
        return found

    @cached_property
    def _by_role(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in self.people:
            for role in person.roles:
                found.setdefault(role, []).append(person)
        return found

    @cached_property
    def _by_ending(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for role, people in self._by_role.items():
            for n in range(len(role)):
                found.setdefault(role[n:], []).extend(people)
        return found

    def _begins(self, at: int) -> bool:
        """Whether any word is capitalised here, or an article shows a noun."""
        before = self._known[at - 1].function if at else ""
        return not at or self._words[at - 1] in _STARTS or before in ("det", "ein", "poss")

    def _hangs_on(self, before: tuple[int, Name], start: int) -> bool:
        """Whether a stretch belongs to a role without a name: "der Generalsekretär der Liga"."""
        if not before[1].role or before[1].name:
            return False
        between = self._words[before[0] : start]
        return bool(between) and _LINKS.issuperset(between)

    def _is_apposition(self, end: int, start: int) -> bool:
        """Whether between two stretches stand a comma, an age, an article and adjectives at most."""
        if not 0 < start - end <= 5 or self._words[end] != ",":
            return False
        return all(
            word == "," or word.isdigit() or word in _DETERMINERS or self._describes(end + n)
            for n, word in enumerate(self._words[end:start])
        )

    def _describes(self, at: int) -> bool:
        it = self._known[at]
        return (
            it.shape == "x" and not (it.function or it.verb or it.mood) and it.low.endswith(("e", "en", "er"))
        )

    def _apposed(self, first: Name, second: Name, person: Person | None) -> None:
        """ "der Nato-Generalsekretär, Jens Stoltenberg," and "Jens Stoltenberg, Generalsekretär der Nato"."""
        if person and first.role and not first.name and not second.role:
            person.roles.update(first.role)
        elif second.role and not second.name and first.name and (named := self._named(first.name)):
            named.roles.update(second.role)

    def _take(self, at: int, end: int, stretch: Stretch) -> Person | None:
        it, full = stretch.name, stretch.full
        person = self._named(it.name) if it.name else None
        if person is None:
            if not full or (len(full) == 1 and self._is_indefinite(at)):
                return None
            if (person := self._named(full)) is None:
                person = Person(len(self.people), full, it.feminine)
                self.people.append(person)
                self._enter(person)
        elif len(it.name) > len(person.name) and it.name[-len(person.name) :] == person.name:
            self._by_name[person.name[-1]].pop("", None)
            person.name = it.name
            self._enter(person)
        person.places.append(at)
        if it.role:
            person.roles.update(it.role)
            first = at - 1 if at and self._describes(at - 1) else at
            person.origins |= origins(self._words[first:end], self._known[first:end])
        person.feminine = it.feminine if person.feminine is None else person.feminine
        return person

    def _is_indefinite(self, at: int) -> bool:
        """Whether "ein" stands before, adjectives between: what stands behind "ein ranghoher General" is no
        name."""
        while at and self._describes(at - 1):
            at -= 1
        return at > 0 and self._words[at - 1].lower() in INDEFINITE

    def _enter(self, person: Person) -> None:
        same = self._by_name.setdefault(person.name[-1], {})
        for first in (None, person.name[0] if len(person.name) > 1 else ""):
            if (other := same.get(first)) is None or other.number <= person.number:
                same[first] = person

    def _named(self, name: tuple[str, ...]) -> Person | None:
        """Who has this name: the same last name, genitive or not, and no other first name; the latest."""
        last, best = name[-1], None
        firsts = (None,) if len(name) == 1 else (name[0], "")
        for own in (last, last + "s", last[:-1]) if last[-1] in "s’'" else (last, last + "s"):
            if same := self._by_name.get(own):
                for first in firsts:
                    person = same.get(first)
                    if person and (best is None or person.number > best.number):
                        best = person
        return best

    def resolve(
        self, at: int, words: Sequence[str], known: Sequence[Word], before: str = ""
    ) -> tuple[str, bool]:
        """(full name or description, whether it is somebody unnamed) for a mention at token `at`. `before` is
        who spoke last."""
        if len(words) == 1 and words[0].lower() in _PRONOUNS:
            return self._pronoun(words[0].lower(), at, before), False
        it = parse(words, known)
        if it.name and (person := self._named(it.name)):
            return person.full, False
        if it.role and not it.indefinite and not it.name:
            if found := self._in_role(it, at, origins(words, known)):
                return found.full, False
            if _is_unnamed(before) and any(role in before.lower() for role in it.role):
                return before, True  # "ein Sprecher … Der Sprecher"
        return described(words, known, bool(it.name)), it.indefinite or not words

    def _line(self, key: object, people: Iterable[Person]) -> _Line:
        if key not in self._lines:
            self._lines[key] = _Line(people)
        return self._lines[key]

    def _pronoun(self, low: str, at: int, before: str) -> str:
        genders = _GENDERS.get(low)
        if genders is None or (low == "sie" and self._is_plural(at)):
            return ""
        for person in self._by_full.get(before, ()):
            if person.feminine in genders and person.places[0] < at:
                return before
        found = self._line(genders, (p for p in self.people if p.feminine in genders)).before(at)
        return found.full if found else ""

    def _is_plural(self, at: int) -> bool:
        """Whether a verb beside "sie" speaks of many: "sagten sie"."""
        beside = [self._known[i] for i in (at - 1, at + 1) if 0 <= i < len(self._known)]
        return any(it.verb and it.low.endswith("en") for it in beside)

    def _in_role(self, it: Name, at: int, origin: frozenset[str]) -> Person | None:
        """Who was given that role, before or (in a lead) soon behind; an ending is enough: "der Sekretär".
        "Der brasilianische Präsident" is nobody who is president of another country."""
        key = (it.role, it.feminine, origin)
        if key not in self._lines:
            fitting = {person.number: person for role in it.role for person in self._of_role(role)}
            people = [
                person
                for _, person in sorted(fitting.items())
                if it.feminine is None or person.feminine in (it.feminine, None)
            ]
            if origin:
                same = [person for person in people if person.origins & origin]
                people = same or [person for person in people if not person.origins]
            self._lines[key] = _Line(people)
        line = self._lines[key]
        return line.before(at) or (line.people[0] if line.people else None)

    def _of_role(self, role: str) -> Iterable[Person]:
        yield from self._by_ending.get(role, ())
        for n in range(1, len(role)):
            yield from self._by_role.get(role[n:], ())


def _is_unnamed(speaker: str) -> bool:
    return speaker.partition(" ")[0].lower() in INDEFINITE

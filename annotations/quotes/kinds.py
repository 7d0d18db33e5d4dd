"""What somebody is who speaks, by rule: a person, a state or one of its institutions, or an organisation.

The head of the name decides, the noun before anything that says whose it is: "Sprecher der Regierung" is a
person, "Regierung der Provinz" a state. Where the name says nothing, what the mention adds does: "der Konzern
Siemens".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from .lexicon import first_names, groups, states
from .people import ARTICLES, TITLES

PERSON, STATE, ORGANISATION = "person", "state", "organisation"

_MARKS = "„“”\"»«‚‘’'().,;:"
_AFTER = frozenset(
    "der des von vom für aus in im bei beim am an zu zum zur auf gegen und of for the in and".split()
)
"""What follows one of these says whose or where it is."""
_SHORT = ("amt", "rat", "bund", "bank", "bahn", "werk", "klub", "club", "chef")
"""Endings of fewer than five letters that compounds have; others stand alone or behind a hyphen."""
_LETTERS = re.compile(r"[A-ZÄÖÜ]{2,6}|[A-Z][a-z]?[A-Z]\w?")
"""What goes by its letters: "BBC", "AfD"."""
_FIRST = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+(?<!e)(?<!e[rsnm])")
"""What can be a first name, and no adjective."""
_TOLD = re.compile(r".+-(?:Angaben|Informationen|Aussagen|Kreise|Kreisen|Bericht|Berichten)")
_SAYING = re.compile(r"(.*?)s?-?(?:angaben?|information(?:en)?|kreisen?|berichten?)", re.IGNORECASE)
_ABSTRACT = re.compile(r".{3,}(?:ung|heit|keit|schaft|tion)")


def kind_of(name: str, mention: str = "") -> str:
    """One of PERSON, STATE and ORGANISATION; a person where nothing speaks against it, as a name mostly is.
    `mention` is what the text says where it speaks of them."""
    words = _words(name)
    if not words or _is_a_persons(words):
        return PERSON
    head, said = _head(words), _words(mention)
    before = _before(said, words)
    has_article = any(word.lower() in ARTICLES for word in before)
    if not has_article and _is_like_a_persons(words):
        return PERSON
    if found := _named(head) or _by_nouns(head, _endings() | _papers()):
        return found
    if found := _by_nouns([word for word in before if word[:1].isupper()], _endings()):
        return found
    # "der Kreml", "die Entwicklung": people are called by their names alone, "JD Vance" or "Hartung".
    by_letters = (has_article or len(head) == 1) and any(_LETTERS.fullmatch(word) for word in head)
    if by_letters or any(_TOLD.fullmatch(word) for word in said):
        return ORGANISATION
    is_abstract = (has_article or len(words) > 1) and _ABSTRACT.fullmatch(head[-1])
    if is_abstract or (before and before[-1].lower() in ("die", "das")):
        return ORGANISATION
    return PERSON


def _is_a_persons(words: Sequence[str]) -> bool:
    """With a title, or a first name that is known before another; "Anna Bank" is no bank."""
    if words[0].lower() in TITLES:
        return True
    first = words[0].split("-")[0]
    return len(words) > 1 and (first in first_names() or words[0] in first_names()) and words[1][:1].isupper()


def _is_like_a_persons(words: Sequence[str]) -> bool:
    """A first name that is not known may stand before a noun that is as well a surname: "Georg Rat", but no
    "Deutsche Bank" and no "ING Bank"."""
    if len(words) != 2 or words[1].lower() not in _SHORT or not words[1][:1].isupper():
        return False
    first = words[0]
    return bool(_FIRST.fullmatch(first)) and not _by_nouns([first], _endings())


def _before(said: Sequence[str], words: Sequence[str]) -> list[str]:
    """What the mention has before the name; all of it where the name is not in it."""
    at = next((n for n, word in enumerate(said) if word == words[0]), None)
    return list(said if at is None else said[:at])


def _head(words: Sequence[str]) -> list[str]:
    """The capitalised words before anything that says whose it is; all words where there are none."""
    ends = (n for n, word in enumerate(words) if n and word.lower() in _AFTER and words[n - 1][-1] != "-")
    end = next(ends, len(words))
    return [word for word in words[:end] if word[:1].isupper()] or list(words)


def _named(head: Sequence[str]) -> str:
    """The name is in the list of names: "Vereinigte Staaten"."""
    low = [word.lower() for word in head if word.lower() not in ARTICLES]
    return STATE if "_".join(low) in states() else ""


def _by_nouns(words: Sequence[str], endings: Mapping[str, str]) -> str:
    return next((found for word in words if (found := _of_noun(word, endings))), "")


def _of_noun(word: str, endings: Mapping[str, str]) -> str:
    """By the longest ending that is known: "Außenministerium", "Nato-Vertretung"; "Polizeiangaben" are the
    police's."""
    if (told := _SAYING.fullmatch(word)) and told[1]:
        return _of_noun(told[1], endings) or ORGANISATION
    low = word.lower()
    for part in (low, low.rsplit("-", 1)[-1]):
        for size in range(len(part), 1, -1):
            ending = part[-size:]
            if ending in endings and (size == len(part) or size >= 5 or ending in _SHORT):
                return endings[ending]
    return ""


@cache
def _endings() -> dict[str, str]:
    roles = {word: PERSON for group, word in groups("person_nouns.txt") if group == "role"}
    bodies = {word: ORGANISATION for group, word in groups("person_nouns.txt") if group == "body"}
    bodies = {word: kind for word, kind in bodies.items() if word not in _papers()}
    own = {word: group for group, word in groups("speaker_kinds.txt") if group in (STATE, ORGANISATION)}
    return roles | bodies | own


@cache
def _papers() -> dict[str, str]:
    """What is no body but speaks like one; "der Bericht von Karl Blum" says nothing of Karl Blum."""
    return {word: ORGANISATION for group, word in groups("speaker_kinds.txt") if group == "paper"}


def _words(phrase: str) -> list[str]:
    return list(_bare(phrase))


def _bare(phrase: str) -> Iterator[str]:
    for part in phrase.split():
        if word := part.strip(_MARKS):
            yield word

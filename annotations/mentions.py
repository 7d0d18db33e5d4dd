"""Whom a comment names with @. Pure; every number is a code point, half-open."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key")
Found = list[tuple[int, int, Key]]


def mentions(text: str, names: Mapping[Key, Sequence[str]]) -> Found[Key]:
    """Each "@name" in the text with whose it is, in text order: the longest name that stands there as a
    whole, whatever its capitals. Of two who are called the same the first is meant."""
    known = [(name, key) for key, some in names.items() for name in some if name]
    known.sort(key=lambda pair: -len(pair[0]))
    found: Found[Key] = []
    at = text.find("@")
    while at >= 0:
        if not (at and text[at - 1].isalnum()):  # an address of mail is nobody's name
            for name, key in known:
                end = at + 1 + len(name)
                if text[at + 1 : end].lower() == name.lower() and not text[end : end + 1].isalnum():
                    found.append((at, end, key))
                    break
        at = text.find("@", at + 1)
    return found

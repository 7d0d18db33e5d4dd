"""Which roles somebody held at a time. Pure: dates are EDTF (a year, a month or a day), empty is open or
unknown.

Offices, parties and other memberships are looked at each by themselves: who is a minister and a party's
member is not "one or the other"."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from newsreader import dates

KINDS = ("office", "party", "member")


class Role(NamedTuple):
    """`organisation` is a name; `since` and `until` are the first and the last day."""

    kind: str
    title: str
    organisation: str
    since: str = ""
    until: str = ""

    @property
    def words(self) -> str:
        return ", ".join(filter(None, (self.title, self.organisation)))


class Answer(StrEnum):
    HELD = "held"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


class Held(NamedTuple):
    """What was held; where that is ambiguous, what may have been."""

    answer: Answer
    roles: tuple[Role, ...]


def held(roles: Iterable[Role], when: str) -> dict[str, Held]:
    """By kind of role, what was held at a time. It is ambiguous when the time is not known, or when a role
    began or ended within it, as far as the dates tell."""
    groups: dict[str, list[Role]] = {kind: [] for kind in KINDS}
    for role in roles:
        groups[role.kind].append(role)
    return {kind: _held(group, when) for kind, group in groups.items()}


def _held(roles: list[Role], when: str) -> Held:
    first, last = dates.bounds(when) if when else (date.min, date.max)
    possible = [role for role in roles if _may_overlap(role, first, last)]
    if not possible:
        return Held(Answer.NONE, ())
    certain = all(_covers(role, first, last) for role in possible)
    return Held(Answer.HELD if certain else Answer.AMBIGUOUS, tuple(possible))


def _may_overlap(role: Role, first: date, last: date) -> bool:
    """Reading the role's dates as widely as they allow."""
    began = dates.bounds(role.since)[0] if role.since else date.min
    ended = dates.bounds(role.until)[1] if role.until else date.max
    return began <= last and ended >= first


def _covers(role: Role, first: date, last: date) -> bool:
    """Reading them as narrowly as they allow."""
    began = dates.bounds(role.since)[1] if role.since else date.min
    ended = dates.bounds(role.until)[0] if role.until else date.max
    return began <= first and ended >= last


def in_order(roles: Iterable[Role]) -> list[Role]:
    """As they began, those without a beginning first."""
    return sorted(roles, key=lambda role: (role.since, role.until or "9999", role.kind, role.words))

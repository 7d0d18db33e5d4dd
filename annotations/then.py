"""What speakers were when a statement was made, in words for its card."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from .speakers.holding import roles_of
from .speakers.roles import (
    Answer,
    Held,
    Role,
    held,
)

if TYPE_CHECKING:
    from .marks import Mark


def add_roles(marks: Iterable["Mark"], having: set[int], published: str) -> None:
    """On the statement's own date, else on the article's. `having` are the speakers who have roles at all;
    one question where there are any."""
    if not having:
        return
    known = roles_of(speaker__in=having)
    words: dict[tuple[int, str], str] = {}  # most statements of an article are of its day and of few people
    for mark in marks:
        for speaker, name in zip(mark.speaker_pks, mark.speakers, strict=True):
            key = speaker, mark.date or published
            if key not in words:
                words[key] = in_words(held(known.get(speaker, ()), key[1]))
            if words[key]:
                mark.roles.append(f"{name}: {words[key]}" if len(mark.speakers) > 1 else words[key])


def in_words(roles: dict[str, Held]) -> str:
    """Where it is ambiguous, all that it may have been."""
    return "; ".join(_words(*one) for one in roles.values() if one.answer is not Answer.NONE)


def _words(answer: Answer, roles: tuple[Role, ...]) -> str:
    if answer is Answer.HELD:
        return "; ".join(role.words for role in roles)
    return gettext("perhaps %(roles)s") % {"roles": gettext(" or ").join(role.words for role in roles)}

"""How history names and puts back what corrections change."""

from collections.abc import Collection
from uuid import UUID

from .. import access
from ..access import Action
from ..changes import Kind, State, Words
from ..models import Membership, Project
from . import blocks, details, texts, words


def _detail_words(project: Project, states: list[State]) -> Words:
    return {
        (key, state[key]["value"]): words.value_words(key, state[key]["value"])
        for state in states
        for key in ("genre", "published", "retrieved")
        if key in state
    }


def _block_words(project: Project, states: list[State]) -> Words:
    return {(key, kind): label for state in states for key in state for kind, label in words.KINDS.items()}


def _may_correct(member: Membership, now: State | None, wanted: State | None) -> bool:
    return access.may(member, Action.MANAGE)


def _titles(project: Project, uids: Collection[UUID]) -> dict[UUID, str]:
    return {article.uid: str(article) for article in project.articles.filter(uid__in=uids)}


DETAILS = Kind(
    details.KIND,
    5,
    details.read,
    details.write,
    _detail_words,
    _may_correct,
    details.write_many,
    names=_titles,
)
BLOCKS = Kind(
    blocks.KIND, 5, blocks.read, blocks.write, _block_words, _may_correct, blocks.write_many, names=_titles
)
TEXT = Kind(texts.KIND, 4, texts.read, texts.write, texts.reason_words, _may_correct, names=_titles)
"""After annotations, which may be what still stands on a text; before details, which read the text."""

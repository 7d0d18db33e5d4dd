"""What an article's page says of its suggestions beside their cards."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsreader.models import Article, Membership

from ..models import Annotation, Detection, Suggestion
from .showing import Look

CERTAIN = 90
"""Per cent: direct quotes above it can be accepted unread."""


@dataclass(frozen=True)
class Overview:
    """How many are open, how many of these are direct quotes of more than CERTAIN, and how the member looks
    at them. `is_read` says whether a detector has read the text at all."""

    look: Look
    open: int
    certain: int
    is_read: bool
    least: int = CERTAIN


def is_certain(row: Suggestion, least: int = CERTAIN) -> bool:
    return row.form == Annotation.Form.DIRECT and row.confidence * 100 > least


def overview(member: Membership, article: Article, rows: Sequence[Suggestion], look: Look) -> Overview:
    read = bool(rows)
    if not read and look.is_shown:
        found = Detection.objects.filter(text__article=article, is_current=True)
        read = found.filter(text__version=article.text_version).exists()
    return Overview(look, len(rows), sum(is_certain(row) for row in rows), read)

"""Where the wings meet: the article page asks here for its marks."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from newsreader import access
from newsreader.access import Action
from newsreader.models import Article, Membership, Project
from newsreader.reader import Line, draw_lines

from ..cards import NO_UID, Cards
from ..marks import drawing, load
from ..suggesting import showing
from ..suggesting.drawing import as_marks, margin
from ..suggesting.overview import Overview, overview
from ..whole import first_in_margin

register = template.Library()


@dataclass(frozen=True)
class MarkedText:
    text: SafeString
    cards: SafeString
    count: int
    may_annotate: bool
    open_comments: int
    suggestions: Overview


@register.simple_tag
def marked_text(article: Article, page: list[Line], member: Membership) -> MarkedText:
    """The article's lines with their marks, and the cards for the margin."""
    marks = load(article, member)
    look = showing.look_of(member)
    rows = showing.in_article(member, article, look) if look.is_shown else []
    draw = drawing(page[0].text if page else "", [*marks, *as_marks(rows)])
    cards = Cards(article, member)
    return MarkedText(
        text=draw_lines(page, draw),
        cards=SafeString(first_in_margin(member, article, marks) + margin(cards, marks, rows)),
        count=len(marks),
        may_annotate=access.may(member, Action.ANNOTATE),
        open_comments=cards.open_threads.get(None, 0),
        suggestions=overview(member, article, rows, look),
    )


class KeyedTag(NamedTuple):
    """A tag that holds a shortcut: columns, because every article page shows all of them."""

    uid: UUID
    name: str
    shortcut: int
    color: int
    kind: str


@register.simple_tag
def codebook_keys(project: Project) -> list[tuple[KeyedTag, str]]:
    """The tags that hold a shortcut, in its order, with their addresses."""
    url = reverse("tag", args=[project.slug, NO_UID])  # looked up once
    rows = project.tags.exclude(shortcut=None).order_by("shortcut").values_list(*KeyedTag._fields)
    return [(tag, url.replace(NO_UID, str(tag.uid))) for tag in map(KeyedTag._make, rows)]


@register.simple_tag
def marks_here(article: Article, member: Membership, marked: MarkedText | None) -> int:
    """How many annotations the member sees in the article; `marked` knows, when the page has drawn them."""
    if marked:
        return marked.count
    return access.visible(article.annotations.all(), member).count()

"""Where the wings meet: the article page asks here for its marks."""

from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString

from newsreader import access
from newsreader.access import Action
from newsreader.models import Article, Membership, Project
from newsreader.reader import Line, draw_lines

from ..marks import Cards, drawing, load
from ..models import Tag

register = template.Library()


@dataclass(frozen=True)
class MarkedText:
    text: SafeString
    cards: SafeString
    count: int
    may_annotate: bool


@register.simple_tag
def marked_text(article: Article, page: list[Line], member: Membership) -> MarkedText:
    """The article's lines with their marks, and the cards for the margin."""
    marks = load(article, member)
    draw = drawing(page[0].text if page else "", marks)
    return MarkedText(
        text=draw_lines(page, draw),
        cards=Cards(article, member).draw_all(marks),
        count=len(marks),
        may_annotate=access.may(member, Action.ANNOTATE),
    )


@register.simple_tag
def codebook_keys(project: Project) -> list[Tag]:
    """The tags that hold a shortcut, in its order."""
    return list(project.tags.exclude(shortcut=None).order_by("shortcut"))


@register.simple_tag
def marks_here(article: Article, member: Membership, marked: MarkedText | None) -> int:
    """How many annotations the member sees in the article; `marked` knows, when the page has drawn them."""
    if marked:
        return marked.count
    return access.visible(article.annotations.all(), member).count()

"""What the pages of a corrected text say of its annotations."""

from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString

from newsreader.models import Article, ArticleText, Membership
from newsreader.reader import Line, draw_lines

from ..marks import drawing, load
from ..reviewing import Foreseen, foresee

register = template.Library()


@register.simple_tag
def foreseen(article: Article, now: ArticleText, text: str) -> Foreseen:
    """What would become of the article's annotations if this were its text in place of `now`."""
    return foresee(article, now, text)


@dataclass(frozen=True)
class AsItWas:
    text: SafeString
    has_headline: bool


@register.simple_tag
def text_as_it_was(text: ArticleText, page: list[Line], member: Membership) -> AsItWas:
    """A version of a text with the marks that stand on it."""
    marks = load(text.article, member, version=text.version, places=False)
    drawn = draw_lines(page, drawing(text.text, [mark for mark in marks if not mark.is_whole]))
    return AsItWas(drawn, any(line.kind == "headline" for line in page))

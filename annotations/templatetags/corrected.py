"""What the pages of a corrected text say of its annotations."""

from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString

from newsreader import access
from newsreader.models import Article, ArticleText, Membership
from newsreader.reader import Line, draw_lines

from ..marks import drawing, load
from ..models import Annotation
from ..reviewing import Case, Choice, Foreseen, foresee
from ..settle_form import NONE, SettleForm

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


@dataclass(frozen=True)
class Said:
    """What is chosen for a place of a case: at first the only candidate; after the form was refused what was
    said in it. `elsewhere` is a place that is no candidate, or WORDS where `words` say it."""

    place: str
    words: str = ""
    elsewhere: str = ""


@register.simple_tag
def said_of(form: SettleForm | None, case: Case, choice: Choice) -> Said:
    offered = [candidate.value for candidate in choice.candidates]
    if form is None or form.case.annotation.pk != case.annotation.pk:
        return Said(offered[0] if len(offered) == 1 else "")
    place, words = (str(form.data.get(f"{part}-{choice.key}", "")) for part in ("place", "words"))
    return Said(place, words, "" if place in (*offered, NONE) else place)


@dataclass(frozen=True)
class Earlier:
    """Of an article what stands on earlier texts: what waits, and what somebody has said stays there."""

    waiting: list[Annotation]
    kept: list[Annotation]


@register.simple_tag
def on_earlier_texts(article: Article, member: Membership) -> Earlier:
    """A question or two, however many there are."""
    rows = access.visible(Annotation.objects.filter(article=article).on_earlier_texts(), member)
    found = list(rows.select_related("text").defer("text__text", "text__blocks").prefetch_related("spans"))
    return Earlier([row for row in found if not row.is_kept], [row for row in found if row.is_kept])

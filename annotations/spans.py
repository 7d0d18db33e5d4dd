"""From what a client sends to spans of a text: checked, grown, joined where they meet."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext

from newsreader.models import Article, ArticleText

from . import anchoring
from .fitting import fit
from .models import Scheme
from .naming import Refused
from .recording.annotation import Place


class NewPlace(NamedTuple):
    role: str
    start: int
    end: int
    grows: bool = False


class OutOfDate(Refused):
    """The places count the characters of a text that is not the article's, or no longer."""

    def __init__(self) -> None:
        super().__init__(gettext("The article's text has changed. Please load the page again."))


def text_of(article: Article, version: int) -> ArticleText:
    texts = list(article.texts.filter(version=version))
    if not texts or version != article.text_version:
        raise OutOfDate
    return texts[0]


def check_current(text: ArticleText) -> None:
    """Raises OutOfDate. Asked when the row that refers to the article is written: no correction comes between
    that and the end of the transaction (corrections.texts.held)."""
    here = Article.objects.filter(pk=text.article_id, project__kept_for=None)  # or its import was undone
    if not here.filter(text_version=text.version).exists():
        raise OutOfDate


def placed_in(
    text: ArticleText, spans: Iterable[tuple[int, int]], snap: bool, *, fitted: bool = True
) -> list[tuple[int, int]]:
    """The spans, checked; with `snap` grown to whole words, and then `fitted`: as the project cuts."""
    wanted = sorted(spans)
    check(wanted, text.length)
    if snap:
        wanted = merged(anchoring.snap_to_words(text.text, start, end) for start, end in wanted)
    if snap and fitted:
        cut, language = Scheme.of(text.article.project).cut, text.article.language
        wanted = merged(fit(text.text, span, cut, language) for span in wanted)
    if not all(text.text[start:end].strip() for start, end in wanted):
        raise Refused(gettext("There is nothing but white space in the selection."))
    return wanted


def check(spans: Sequence[anchoring.Span], length: int) -> None:
    try:
        anchoring.check(spans, length)
    except anchoring.SpanError as error:
        raise Refused(gettext(anchoring.REASONS[error.code])) from error


def merged(spans: Iterable[tuple[int, int]], text: str | None = None) -> list[tuple[int, int]]:
    """Ordered spans, joined where they meet: two that grew to the same word are one. With the `text`, also
    those that have nothing but white space between them."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        last = merged[-1][1] if merged else -1
        if merged and (start <= last or (text is not None and not text[last:start].strip())):
            merged[-1] = (merged[-1][0], max(end, last))
        else:
            merged.append((start, end))
    return merged


def places_in(text: ArticleText, wanted: Iterable[NewPlace]) -> list[Place]:
    """The spans of mention, cue and addressee, one for each role. Raises Refused."""
    placed: dict[str, Place] = {}
    for role, start, end, grows in wanted:
        [(start, end)] = placed_in(text, [(start, end)], grows, fitted=False)
        placed[role] = (role, start, end)
    return sorted(placed.values())

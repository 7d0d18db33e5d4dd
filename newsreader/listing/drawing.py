"""The rows of the list and the choices beside it, drawn in one pass and escaped here, as an article's lines
are: a template needs ten times as long for fifty rows."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from newsreader import dates
from newsreader.models import Article, Membership
from newsreader.templatetags.figures import figure

from .facet import Row
from .page import ListPage, Option
from .registry import at_the_side

NO_UID = "00000000-0000-0000-0000-000000000000"  # stands for the uid in an address that is looked up once


class Rows:
    """Draws rows; what is the same for all of them is looked up once."""

    def __init__(self, page: ListPage, member: Membership) -> None:
        self.url = reverse("article", args=[member.project.slug, NO_UID]) + escape(page.query)
        self.language = get_language() or "en"
        self.undated, self.copy = gettext("undated"), gettext("copy")
        self.no_headline, self.read = gettext("no headline"), gettext("read")
        self.genres = {value: str(label) for value, label in Article.Genre.choices}
        self.side = [draw for facet in at_the_side() if (draw := facet.drawer())]
        self.known: dict[str, str] = {}  # dates of this page in words

    def draw(self, row: Row) -> str:
        article, read = row.article, row.extras["read"]
        uid, language = str(article.uid), escape(article.language)
        title = escape(article.title or article.label or article.filename)
        return (
            f'<li class="row{" read" if read else ""}" data-row id="a-{uid}"><div class="row-main">'
            f'<a class="row-title{"" if article.title else " untitled"}"'
            f' href="{self.url.replace(NO_UID, uid)}" lang="{language}">{title}</a>'
            f'<p class="row-meta">{self._meta(row)}</p>{_snippet(row, language)}</div>'
            f'<div class="row-side">{"".join(draw(row) for draw in self.side)}</div></li>'
        )

    def _meta(self, row: Row) -> str:
        article = row.article
        parts = [escape(article.source__name)] if article.source__name else []
        parts += [self._date(article.published), _length(article.length, self.language)]
        if article.genre:
            parts.append(self.genres[article.genre])
        if article.copy_of:
            parts.append(self.copy)
        if not article.title:
            parts.append(self.no_headline)
        read = f'<span class="sr"> · {self.read}</span>' if row.extras["read"] else ""
        return " · ".join(parts) + read

    def _date(self, published: str) -> str:
        if not published:
            return self.undated
        if published not in self.known:
            words = dates.display(published, self.language)
            self.known[published] = f'<time datetime="{escape(published)}">{escape(words)}</time>'
        return self.known[published]


@lru_cache(maxsize=10_000)  # the same articles come again, and the plural's rule takes long
def _length(length: int, language: str) -> str:
    return ngettext("%(length)s character", "%(length)s characters", length) % {"length": figure(length)}


def _snippet(row: Row, language: str) -> str:
    if not (parts := row.extras.get("snippet")):
        return ""
    drawn = "".join(f'<mark class="hit">{escape(p)}</mark>' if hit else escape(p) for p, hit in parts)
    return f'<p class="row-snippet" lang="{language}">{drawn}</p>'


def rows(page: ListPage, member: Membership) -> SafeString:
    """The page's rows as list items."""
    draw = Rows(page, member).draw
    return SafeString("\n".join(draw(row) for row in page.rows))


def options(name: str, offered: Iterable[Option], base: str) -> SafeString:
    """The choices of the facet as list items with links; `base` is the list's path."""
    return SafeString("\n".join(_option(name, option, base) for option in offered))


def _option(name: str, option: Option, base: str) -> str:
    choice = option.choice
    url = escape(base + option.query)
    swatch = "" if choice.color is None else f'<span class="swatch c{choice.color}"></span>'
    return (
        f'<li><a id="f-{name}-{escape(choice.value)}" href="{url}" hx-get="{url}" hx-target="#list"'
        f' hx-swap="outerHTML" hx-push-url="true"{CURRENT if option.current else ""}>'
        f"{swatch}<span>{escape(str(choice.label))}</span>"
        f' <span class="n">{figure(choice.count)}</span></a></li>'
    )


CURRENT = ' aria-current="true"'

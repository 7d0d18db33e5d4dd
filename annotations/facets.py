"""What the article list knows of annotations: whether there are any, by whom and about what.

In a blind project a coder's list counts and shows their own annotations only (access.visible).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, ClassVar

from django import forms
from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from newsreader import listing
from newsreader.access import sees_only_own
from newsreader.listing import Articles, Cleaned, Pool, Row, Sql
from newsreader.models import Membership
from newsreader.templatetags.figures import figure

from .answer_facet import AnswerFacet, MissingFacet
from .filtering import Filter
from .models import Annotation, Speaker, Tag
from .suggesting.facet import SuggestionFacet

SWATCHES = 8  # colours that a row of the list shows at most


@dataclass(frozen=True)
class Swatch:
    """A tag's colour slot and name, and how many annotations of the article show that colour."""

    color: int
    name: str
    count: int


class SpeakerFacet(listing.NamedFacet):
    names = ("speaker",)
    legend = _("Speaker")

    def fields(self, member: Membership) -> dict[str, forms.Field]:
        speakers = member.project.speakers.all()
        return {"speaker": forms.ModelChoiceField(speakers, to_field_name="uid", required=False)}

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        if not cleaned["speaker"]:
            return articles
        return _where(articles, member, speaker=cleaned["speaker"])

    def tally(self, pool: Pool, cleaned: Cleaned, member: Membership) -> Sql:
        return _linked("speaker", "-1", pool, cleaned["speaker"], member)


class TagFacet(listing.NamedFacet):
    names = ("tag",)
    legend = _("Codebook")

    def fields(self, member: Membership) -> dict[str, forms.Field]:
        tags = member.project.tags.all()
        return {"tag": forms.ModelChoiceField(tags, to_field_name="uid", required=False)}

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        if not cleaned["tag"]:
            return articles
        return _where(articles, member, tag=cleaned["tag"], alone=True)

    def tally(self, pool: Pool, cleaned: Cleaned, member: Membership) -> Sql:
        return _linked("tag", "named.color", pool, cleaned["tag"], member)


class AnnotatedFacet(listing.OptionFacet):
    """Whether an article has annotations; its rows show how many, and their colours."""

    names = ("annotated",)
    legend = _("Annotations")
    options: ClassVar = {"yes": _("annotated"), "no": _("not annotated")}

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        if not cleaned["annotated"]:
            return articles
        some = Exists(Annotation.objects.seen_by(member).filter(article=OuterRef("pk")))
        return articles.filter(some if cleaned["annotated"] == "yes" else ~some)

    def tally(self, pool: Pool, cleaned: Cleaned, member: Membership) -> Sql:
        own = f" AND owner_id = {member.pk:d}" if sees_only_own(member) else ""
        some = f"SELECT 1 FROM annotations_annotation WHERE article_id = pool.id{own}"
        return listing.one(Sql(f"FROM {pool.rows} pool WHERE EXISTS ({some})"))

    def columns(self, member: Membership) -> dict[str, Any]:
        own = f" AND owner_id = {member.pk:d}" if sees_only_own(member) else ""
        here = f"FROM annotations_annotation WHERE article_id = newsreader_article.id{own}"
        return {"annotations": RawSQL(f"(SELECT COUNT(*) {here})", [])}

    def decorate(self, rows: Sequence[Row], cleaned: Cleaned, member: Membership) -> None:
        """An annotation has the colour of its first tag, as in the text."""
        found: dict[int, list[Swatch]] = {}
        for pk, color, name, n in _first_tags([row.article.pk for row in rows], member):
            found.setdefault(pk, []).append(Swatch(color, name, n))
        for row in rows:
            row.extras["swatches"] = found.get(row.article.pk, [])[:SWATCHES]

    def drawer(self) -> Callable[[Row], str]:
        words: dict[int, str] = {}  # "1 annotation", "2 annotations": the same numbers come again

        def draw(row: Row) -> str:
            if not (count := row.extras["annotations"]):
                return ""
            if count not in words:
                said = ngettext("%(figure)s annotation", "%(figure)s annotations", count)
                words[count] = f"<span>{said % {'figure': figure(count)}}</span>"
            return words[count] + _draw_swatches(row.extras["swatches"])

        return draw


def _where(articles: Articles, member: Membership, **asked: Any) -> Articles:
    """Those in which something like it was said."""
    own = member if sees_only_own(member) else None
    chosen = Filter(member.project, owner=own, **asked)
    return articles.filter(pk__in=chosen.annotations().values("article"))


def _first_tags(articles: Sequence[int], member: Membership) -> list[tuple[int, int, str, int]]:
    """(article, colour, name, annotations), the most frequent first. SQL, as the counts are (tally.py)."""
    own = sees_only_own(member)
    mine = "JOIN annotations_annotation mark ON mark.id = link.annotation_id" if own else ""
    text = f"""SELECT link.article_id, tag.color, tag.name, COUNT(*) AS n
        FROM annotations_annotationtag link JOIN annotations_tag tag ON tag.id = link.tag_id {mine}
        WHERE link.position = 0 AND link.article_id IN ({", ".join(f"{pk:d}" for pk in articles)})
        {f"AND mark.owner_id = {member.pk:d}" if own else ""}
        GROUP BY link.article_id, tag.id, tag.color, tag.name, tag.key ORDER BY n DESC, tag.key"""
    with connection.cursor() as cursor:
        cursor.execute(text)
        return list(cursor.fetchall())


def _draw_swatches(swatches: Sequence[Swatch]) -> str:
    if not swatches:
        return ""
    label = ", ".join(f"{escape(swatch.name)} {figure(swatch.count)}" for swatch in swatches)
    drawn = "".join(
        f'<span class="swatch c{s.color}" title="{escape(s.name)} · {figure(s.count)}"></span>'
        for s in swatches
    )
    return f'<span class="swatches" role="img" aria-label="{label}">{drawn}</span>'


def _linked(by: str, color: str, pool: Pool, chosen: Speaker | Tag | None, member: Membership) -> Sql:
    """How many articles of the pool name each tag or speaker. Of a whole project the index of the links alone
    knows; the annotations are asked only where a member sees but their own."""
    links, table = f"annotations_annotation{by}", f"annotations_{by}"
    own, pk = sees_only_own(member), chosen.pk if chosen else 0
    if pool.whole and not own:
        there = f"(SELECT COUNT(DISTINCT article_id) FROM {links} WHERE {by}_id = named.id)"
        source = f"FROM {table} named WHERE project_id = {pool.project:d}"
        return listing.named(there, source, pk, color)
    mine = "JOIN annotations_annotation mark ON mark.id = link.annotation_id" if own else ""
    where = f"WHERE mark.owner_id = {member.pk:d}" if own else ""
    counted = f"""SELECT link.{by}_id AS pk, COUNT(DISTINCT link.article_id) AS n
        FROM {pool.rows} pool JOIN {links} link ON link.article_id = pool.id {mine} {where}
        GROUP BY link.{by}_id"""
    return listing.named(
        "counted.n", f"FROM ({counted}) counted JOIN {table} named ON named.id = pk", pk, color
    )


def register() -> None:
    for facet in (
        SpeakerFacet(),
        TagFacet(),
        AnswerFacet(),
        MissingFacet(),
        AnnotatedFacet(),
        SuggestionFacet(),
    ):
        listing.register(facet)

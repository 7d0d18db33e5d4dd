"""The facets that newsreader has by itself: words, time, source, the member's coding state and reading."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Exists, F, OuterRef
from django.db.models.expressions import RawSQL
from django.db.models.functions import Substr
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from newsreader import dates
from newsreader.forms import EdtfField
from newsreader.models import ArticleText, CodingState, Membership, Reading
from newsreader.search.front import search
from newsreader.search.query import parse
from newsreader.search.snippets import snippet

from .facet import Articles, Choice, Cleaned, Facet, NamedFacet, OptionFacet, Row
from .tally import Counted, Pool, Sql, named, one

SNIPPET_REACH = 50_000  # code points of a text that are looked through for a snippet


class Words(Facet):
    names = ("q",)

    def fields(self, member: Membership) -> dict[str, forms.Field]:
        return {"q": forms.CharField(required=False, max_length=1_000)}

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        return search(articles, cleaned["q"])

    def decorate(self, rows: Sequence[Row], cleaned: Cleaned, member: Membership) -> None:
        tree = parse(cleaned["q"]).tree
        if tree is None:
            return
        articles = [row.article.pk for row in rows]
        current = ArticleText.objects.filter(article__in=articles, version=F("article__text_version"))
        texts = dict(current.values_list("article_id", Substr("text", 1, SNIPPET_REACH)))
        for row in rows:
            row.extras["snippet"] = snippet(texts[row.article.pk], tree, language=row.article.language)


class Time(Facet):
    """A range of EDTF dates; a partial date of an article matches a range that it overlaps."""

    names = ("undated", "from", "to")
    legend = pgettext_lazy("filter", "Date")

    def fields(self, member: Membership) -> dict[str, forms.Field]:
        return {
            "undated": forms.ChoiceField(choices=[("", ""), ("yes", "")], required=False),
            "from": EdtfField(required=False, max_length=10),
            "to": EdtfField(required=False, max_length=10),
        }

    def check(self, form: forms.Form) -> None:
        first, last = form.cleaned_data.get("from"), form.cleaned_data.get("to")
        if first and last and dates.bounds(first)[0] > dates.bounds(last)[1]:
            form.add_error("to", _("The end lies before the beginning."))
        if form.cleaned_data.get("undated") and (first or last):
            form.add_error("undated", _("Choose a range of dates or articles without a date, not both."))

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        if cleaned["undated"]:
            return articles.filter(published_from=None)
        if cleaned["from"]:
            articles = articles.filter(published_to__gte=dates.bounds(cleaned["from"])[0])
        if cleaned["to"]:
            articles = articles.filter(published_from__lte=dates.bounds(cleaned["to"])[1])
        return articles

    def tally(self, pool: Pool, cleaned: Cleaned, member: Membership) -> Sql:
        return one(Sql(f"FROM {pool.rows} pool WHERE published_from IS NULL"))

    def choices(self, counted: Sequence[Counted], among: int) -> Sequence[Choice]:
        return [Choice(row.value, _("undated"), row.articles) for row in counted]

    def chosen(self, cleaned: Cleaned) -> str:
        if cleaned["undated"]:
            return _("undated")
        language = get_language() or "en"
        first, last = (cleaned[name] and dates.display(cleaned[name], language) for name in ("from", "to"))
        if first and last:
            return (
                str(first) if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
            )
        if first:
            return _("from %(first)s") % {"first": first}
        return _("until %(last)s") % {"last": last} if last else ""


class SourceFacet(NamedFacet):
    names = ("source",)
    legend = gettext_lazy("Source")

    def fields(self, member: Membership) -> dict[str, forms.Field]:
        sources = member.project.sources.all()
        return {"source": forms.ModelChoiceField(sources, to_field_name="uid", required=False)}

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        return articles.filter(source=cleaned["source"]) if cleaned["source"] else articles

    def tally(self, pool: Pool, cleaned: Cleaned, member: Membership) -> Sql:
        counted = f"SELECT source_id AS pk, COUNT(*) AS n FROM {pool.rows} pool GROUP BY source_id"
        source = f"FROM ({counted}) counted JOIN newsreader_source named ON named.id = pk"
        return named("counted.n", source, cleaned["source"].pk if cleaned["source"] else 0)


class State(OptionFacet):
    names = ("state",)
    legend = gettext_lazy("My state")
    options: ClassVar = dict(CodingState.State.choices)
    rest = "open"

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        if not cleaned["state"]:
            return articles
        mine = CodingState.objects.filter(member=member, article=OuterRef("pk"))
        if cleaned["state"] == CodingState.State.OPEN:
            return articles.filter(~Exists(mine.exclude(state=CodingState.State.OPEN)))
        return articles.filter(Exists(mine.filter(state=cleaned["state"])))

    def tally(self, pool: Pool, cleaned: Cleaned, member: Membership) -> Sql:
        among = "" if pool.whole else f"JOIN {pool.rows} pool ON pool.id = article_id"
        mine = f"FROM newsreader_codingstate {among} WHERE member_id = {member.pk:d} AND state <> 'open'"
        return Sql(f"SELECT state, '', -1, COUNT(*) {mine} GROUP BY state")

    def columns(self, member: Membership) -> dict[str, Any]:
        mine = "SELECT state FROM newsreader_codingstate WHERE article_id = newsreader_article.id"
        return {"state": RawSQL(f"COALESCE(({mine} AND member_id = %s), 'open')", [member.pk])}

    def decorate(self, rows: Sequence[Row], cleaned: Cleaned, member: Membership) -> None:
        for row in rows:
            row.extras["state"] = CodingState.State(row.extras["state"])

    def drawer(self) -> Callable[[Row], str]:
        drawn = {s: f'<b class="state state-{s.value}">{s.label}</b>' for s in CodingState.State}
        return lambda row: drawn[row.extras["state"]]


class Read(OptionFacet):
    names = ("read",)
    legend = gettext_lazy("Read")
    options: ClassVar = {"yes": gettext_lazy("read"), "no": gettext_lazy("unread")}

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        if not cleaned["read"]:
            return articles
        read = Exists(Reading.objects.filter(member=member, article=OuterRef("pk")))
        return articles.filter(read if cleaned["read"] == "yes" else ~read)

    def tally(self, pool: Pool, cleaned: Cleaned, member: Membership) -> Sql:
        among = "" if pool.whole else f"JOIN {pool.rows} pool ON pool.id = article_id"
        return one(Sql(f"FROM newsreader_reading {among} WHERE member_id = {member.pk:d}"))

    def columns(self, member: Membership) -> dict[str, Any]:
        mine = "SELECT 1 FROM newsreader_reading WHERE article_id = newsreader_article.id AND member_id = %s"
        return {"read": RawSQL(f"EXISTS ({mine})", [member.pk])}


WORDS, TIME, SOURCE, STATE, READ = Words(), Time(), SourceFacet(), State(), Read()

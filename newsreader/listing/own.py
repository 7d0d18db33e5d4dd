"""The facets that newsreader has by itself: words, time, source, the member's coding state and reading."""

from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.db.models import Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Substr
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from newsreader import dates
from newsreader.forms import EdtfField
from newsreader.models import ArticleText, CodingState, Membership, Reading
from newsreader.search.front import search
from newsreader.search.query import parse
from newsreader.search.snippets import snippet

from .facet import Articles, Choice, Cleaned, Facet, OptionFacet, Row, grouped, offered

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

    def choices(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Sequence[Choice]:
        return [Choice("yes", _("undated"), articles.filter(published_from=None).count())]

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


class SourceFacet(Facet):
    names = ("source",)
    legend = gettext_lazy("Source")

    def fields(self, member: Membership) -> dict[str, forms.Field]:
        sources = member.project.sources.all()
        return {"source": forms.ModelChoiceField(sources, to_field_name="uid", required=False)}

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        return articles.filter(source=cleaned["source"]) if cleaned["source"] else articles

    def choices(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Sequence[Choice]:
        named = articles.exclude(source=None).values_list("source__uid", "source__name")
        counted = offered(named, cleaned["source"], "source", "pk", "source__key")
        return [Choice(str(uid), name, n) for uid, name, n in counted]


class State(OptionFacet):
    names = ("state",)
    legend = gettext_lazy("My state")
    options: ClassVar = dict(CodingState.State.choices)

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        if not cleaned["state"]:
            return articles
        mine = CodingState.objects.filter(member=member, article=OuterRef("pk"))
        if cleaned["state"] == CodingState.State.OPEN:
            return articles.filter(~Exists(mine.exclude(state=CodingState.State.OPEN)))
        return articles.filter(Exists(mine.filter(state=cleaned["state"])))

    def choices(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Sequence[Choice]:
        mine = CodingState.objects.filter(member=member, article=OuterRef("pk")).values("state")
        return self.offered(grouped(articles, Coalesce(Subquery(mine), Value(CodingState.State.OPEN))))

    def decorate(self, rows: Sequence[Row], cleaned: Cleaned, member: Membership) -> None:
        mine = CodingState.objects.filter(member=member, article__in=[row.article.pk for row in rows])
        states = dict(mine.values_list("article_id", "state"))
        for row in rows:
            row.extras["state"] = CodingState.State(states.get(row.article.pk, CodingState.State.OPEN))


class Read(OptionFacet):
    names = ("read",)
    legend = gettext_lazy("Read")
    options: ClassVar = {"yes": gettext_lazy("read"), "no": gettext_lazy("unread")}

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        if not cleaned["read"]:
            return articles
        read = Exists(Reading.objects.filter(member=member, article=OuterRef("pk")))
        return articles.filter(read if cleaned["read"] == "yes" else ~read)

    def choices(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Sequence[Choice]:
        counts = grouped(articles, Exists(Reading.objects.filter(member=member, article=OuterRef("pk"))))
        return self.offered({"yes": counts.get(True, 0), "no": counts.get(False, 0)})

    def decorate(self, rows: Sequence[Row], cleaned: Cleaned, member: Membership) -> None:
        mine = Reading.objects.filter(member=member, article__in=[row.article.pk for row in rows])
        read = set(mine.values_list("article_id", flat=True))
        for row in rows:
            row.extras["read"] = row.article.pk in read


WORDS, TIME, SOURCE, STATE, READ = Words(), Time(), SourceFacet(), State(), Read()

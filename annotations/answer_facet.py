"""The article list narrowed by what is answered of whole articles, and by what a member still has to.

One facet for all fields of a project: a facet is there before any project is, and fields come and go.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from newsreader import listing
from newsreader.access import Action, may, sees_only_own
from newsreader.listing import OFFERED, Articles, Choice, Cleaned, Counted, Pool, Sql
from newsreader.models import Membership

from .answers import said, shown
from .models import Annotation, Variable

KINDS = (Variable.Kind.CHOICE, Variable.Kind.YES_NO)


class Answer(NamedTuple):
    variable: Variable
    value: str


class AnswerField(forms.CharField):
    """UID:VALUE, the uid that of a field; the clean value is an Answer, or "" for none."""

    def __init__(self, member: Membership, **options: Any) -> None:
        super().__init__(**options)
        self.member = member

    def clean(self, value: Any) -> Answer | str:
        text = str(super().clean(value))
        if not text:
            return ""
        uid, _colon, answer = text.partition(":")
        try:
            rows = Variable.objects.of(self.member.project).filter(uid=UUID(uid))
        except ValueError:
            raise ValidationError(_("This is not an identifier.")) from None
        found = rows.filter(of=Variable.Of.ARTICLE, kind__in=KINDS).first()
        if not found or not answer:
            raise ValidationError(_("There is no such field of articles, or no answer to it."))
        return Answer(found, answer)


class AnswerFacet(listing.Facet):
    names = ("answer",)
    legend = _("Fields of your own")

    def fields(self, member: Membership) -> dict[str, forms.Field]:
        return {"answer": AnswerField(member, required=False, max_length=300)}

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        if not cleaned["answer"]:
            return articles
        variable, value = cleaned["answer"]
        rows = Annotation.objects.seen_by(member).filter(is_whole=True)
        rows = rows.filter(values__variable=variable, values__value=value)
        return articles.filter(pk__in=rows.values("article"))

    def tally(self, pool: Pool, cleaned: Cleaned, member: Membership) -> Sql:
        """The value is UID:VALUE, the label KIND:NAME."""
        among = "" if pool.whole else f"JOIN {pool.rows} pool ON pool.id = mark.article_id"
        own = f"AND mark.owner_id = {member.pk:d}" if sees_only_own(member) else ""
        kinds = ", ".join(f"'{kind}'" for kind in KINDS)
        return Sql(
            f"""SELECT CAST(named.uid AS text) || ':' || said.value, named.kind || ':' || named.name, -1,
                COUNT(DISTINCT mark.article_id) AS n
            FROM annotations_variable named
            JOIN annotations_value said ON said.variable_id = named.id
            JOIN annotations_annotation mark ON mark.id = said.annotation_id {among}
            WHERE named.project_id = {member.project_id:d} AND named."of" = 'article'
                AND named.kind IN ({kinds}) AND named.archived_at IS NULL {own}
            GROUP BY named.id, named.uid, named.kind, named.name, named.position, named.key, said.value
            ORDER BY named.position, named.key, n DESC, said.value LIMIT {OFFERED}"""
        )

    def choices(self, counted: Sequence[Counted], among: int) -> list[Choice]:
        return [_choice(row) for row in counted]

    def chosen(self, cleaned: Cleaned) -> str:
        if not cleaned["answer"]:
            return ""
        variable, value = cleaned["answer"]
        return said(variable.name, shown(variable.kind, value))


def _choice(row: Counted) -> Choice:
    uid, _colon, value = row.value.partition(":")
    kind, _colon, name = row.label.partition(":")
    return Choice(f"{UUID(uid)}:{value}", said(name, shown(kind, value)), row.articles)


class MissingFacet(listing.Facet):
    """Where an answer is expected and the member has given none: each answers for themselves."""

    names = ("missing",)
    legend = _("I have not answered")

    def fields(self, member: Membership) -> dict[str, forms.Field]:
        rows = Variable.objects.asked_of(member.project, Variable.Of.ARTICLE).filter(required=True)
        return {"missing": forms.ModelChoiceField(rows, to_field_name="uid", required=False)}

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        if not cleaned["missing"]:
            return articles
        mine = Annotation.objects.filter(owner=member, is_whole=True, values__variable=cleaned["missing"])
        return articles.exclude(pk__in=mine.values("article"))

    def tally(self, pool: Pool, cleaned: Cleaned, member: Membership) -> Sql | None:
        """Counts what is answered, which is found by the field; all other articles are what is missing."""
        if not may(member, Action.ANNOTATE):
            return None
        among = "" if pool.whole else f"JOIN {pool.rows} pool ON pool.id = mark.article_id"
        there = f"""(SELECT COUNT(*) FROM annotations_value said
            JOIN annotations_annotation mark ON mark.id = said.annotation_id {among}
            WHERE said.variable_id = named.id AND mark.owner_id = {member.pk:d})"""
        source = f"""FROM annotations_variable named WHERE named.project_id = {member.project_id:d}
            AND named."of" = 'article' AND named.required AND named.archived_at IS NULL"""
        return listing.named(there, source, cleaned["missing"].pk if cleaned["missing"] else 0)

    def choices(self, counted: Sequence[Counted], among: int) -> list[Choice]:
        found = [Choice(str(UUID(row.value)), row.label, among - row.articles) for row in counted]
        return [choice for choice in found if choice.count]

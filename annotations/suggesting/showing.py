"""What a member is shown of the suggestions in their project."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from newsreader import access
from newsreader.access import Action
from newsreader.models import Article, ArticleText, Membership

from ..models import Annotation, Detection, Showing, SuggestionQuerySet
from ..models import Suggestion as Row

REPORTED = Annotation.Form.REPORTED
DEFAULT = Showing()


@dataclass(frozen=True)
class Look:
    """Whether the project and the member want suggestions shown, from which confidence (per cent), and
    whether reported speech is among them. `is_read`: a detector has read some article of the project."""

    is_shown: bool
    is_hidden: bool
    least: int
    reported: bool
    is_read: bool = True

    def narrow(self, rows: SuggestionQuerySet) -> SuggestionQuerySet:
        if not (self.is_shown and self.is_read):
            return rows.none()
        # What is 0.9 in a database is not always nine tenths.
        rows = rows.filter(confidence__gte=self.least / 100 - 1e-9)
        return rows if self.reported else rows.exclude(form=REPORTED)


COLUMNS = ("project__scheme__shows_suggestions", "showing__is_hidden", "showing__least", "showing__reported")


def look_of(member: Membership) -> Look:
    """In one query. Who may not annotate decides nothing, and is shown none."""
    read = Detection.objects.filter(text__article__project=OuterRef("project"))
    rows = Membership.objects.filter(pk=member.pk).annotate(read=Exists(read))
    wanted, hidden, least, reported, is_read = rows.values_list(*COLUMNS, "read")[0]
    shown = wanted is not False and not hidden and access.may(member, Action.ANNOTATE)
    return Look(
        shown,
        bool(hidden),
        DEFAULT.least if least is None else least,
        DEFAULT.reported if reported is None else reported,
        bool(is_read),
    )


def shown_to(member: Membership, look: Look | None = None) -> SuggestionQuerySet:
    """The open suggestions of the project that the member is shown, in no order."""
    rows = Row.objects.of(member.project).open_for(member)
    return (look or look_of(member)).narrow(rows)


def in_article(member: Membership, article: Article, look: Look | None = None) -> list[Row]:
    """Those of one article, in text order."""
    rows = Row.objects.filter(article=article).open_for(member)
    return list((look or look_of(member)).narrow(rows).order_by("start", "-end", "pk"))


def are_open(member: Membership, article: Article) -> bool:
    """Whether any of the article is open to the member, shown or not."""
    return Row.objects.filter(article=article).open_for(member).exists()


def are_shown(member: Membership, text: ArticleText) -> bool:
    """Whether a detector has read the text and the member is shown what it found: what an annotation says of
    the moment in which it was made."""
    rows = Detection.objects.filter(text=text, is_current=True)
    return rows.exists() and look_of(member).is_shown


def choose(member: Membership, *, hidden: bool, least: int, reported: bool) -> None:
    """A member's own view of things: no part of the project's history."""
    values = {"is_hidden": hidden, "least": least, "reported": reported}
    Showing.objects.update_or_create(member=member, defaults=values)

"""The columns that one may choose, and how a row's cell in each is drawn: HTML in one pass, escaped here, as
cards are (docs/adr/0005)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape as escaped
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsreader.models import Project
from newsreader.templatetags.figures import edtf

from ..answers import shown
from ..models import Annotation, AnnotationTag, Variable
from .rows import Row

SHOWN = 240  # code points of a quote or a note; the rest is on the article's page

FORMS = dict(Annotation.Form.choices)
REASONS = dict(Annotation.NoSpeaker.choices)
CERTAINTIES = dict(Annotation.Certainty.choices)
STANCES = dict(AnnotationTag.Stance.choices)


def escape(text: object) -> str:
    return escaped(str(text), quote=True)


class Drawing:
    """Where the cells of one project's table lead; each address is worked out once."""

    def __init__(self, project: Project) -> None:
        self.slug = project.slug
        self.days: dict[str, str] = {}

    @cached_property
    def articles(self) -> str:
        return reverse("articles", args=[self.slug])

    @cached_property
    def speakers(self) -> str:
        return reverse("speakers", args=[self.slug])

    @cached_property
    def tags(self) -> str:
        return reverse("tags", args=[self.slug])

    def place(self, row: Row) -> str:
        """The annotation's card in its article; of one that waits there is a line that leads on."""
        return f"{self.articles}{row.article}/#card-{row.uid}"

    def quote(self, row: Row) -> str:
        words = gettext("on the whole article") if row.is_whole else short(row.quote, SHOWN)
        return f'<a href="{self.place(row)}"><span lang="{escape(row.language)}">{escape(words)}</span></a>'

    def article(self, row: Row) -> str:
        return f'<span lang="{escape(row.language)}">{escape(short(row.title or row.label, 80))}</span>'

    def published(self, row: Row) -> str:
        return self.day(row.published)

    def date(self, row: Row) -> str:
        return self.day(row.date)

    def day(self, text: str) -> str:
        if text not in self.days:
            self.days[text] = f'<time datetime="{escape(text)}">{escape(edtf(text))}</time>' if text else ""
        return self.days[text]

    def speaker(self, row: Row) -> str:
        if not row.speakers:
            reason = REASONS.get(row.no_speaker, "")
            return f'<span class="muted">{escape(reason)}</span>' if reason else ""
        return ", ".join(self.named(uid, name) for uid, name in row.speakers)

    def addressee(self, row: Row) -> str:
        return self.named(row.addressee_uid, row.addressee) if row.addressee else ""

    def named(self, uid: UUID | None, name: str) -> str:
        return f'<a href="{self.speakers}{uid}/">{escape(name)}</a>'

    def tag(self, row: Row) -> str:
        drawn = []
        for tag in row.tags:
            said = STANCES.get(tag.stance, "")
            stance = f' <span class="stance">{escape(said)}</span>' if said else ""
            link = f'<a href="{self.tags}{tag.uid}/">{escape(tag.name)}</a>'
            color = f"c{tag.color:d}"
            swatch = f'<span class="swatch {color}"></span>'
            drawn.append(f'<li class="chip {color}">{swatch} {link}{stance}</li>')
        return f'<ul class="chips">{"".join(drawn)}</ul>' if drawn else ""

    def note(self, row: Row) -> str:
        return escape(short(row.note, SHOWN))

    def changed(self, row: Row) -> str:
        when = timezone.localtime(row.modified_at)
        words = date_format(when, "SHORT_DATETIME_FORMAT")
        return f'<time datetime="{when.isoformat(timespec="seconds")}">{words}</time>'


def short(text: str, limit: int) -> str:
    """So many code points at most."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


Draw = Callable[[Drawing, Row], str]


@dataclass(frozen=True)
class Column:
    label: Promise | str
    draw: Draw
    is_usual: bool = False
    sort: str = ""
    """What the column's head puts the table in order by (order.SORTS)."""


def _words(choices: Mapping[str, Promise | str], name: str) -> Draw:
    return lambda _drawing, row: escape(choices.get(getattr(row, name), ""))


def _own(name: str) -> Draw:
    return lambda _drawing, row: escape(getattr(row, name) or "")


COLUMNS: dict[str, Column] = {
    "published": Column(_("Date"), Drawing.published, is_usual=True, sort="newest"),
    "source": Column(
        _("Source"), lambda _drawing, row: escape(row.source or ""), is_usual=True, sort="source"
    ),
    "article": Column(_("Article"), Drawing.article),
    "quote": Column(_("Quote"), Drawing.quote, is_usual=True),
    "speaker": Column(_("Speaker"), Drawing.speaker, is_usual=True, sort="speaker"),
    "tag": Column(_("Tags"), Drawing.tag, is_usual=True, sort="tag"),
    "form": Column(_("Form"), _words(FORMS, "form"), is_usual=True, sort="form"),
    "addressee": Column(_("Addressee"), Drawing.addressee),
    "date": Column(_("Said on"), Drawing.date),
    "occasion": Column(_("Occasion"), _own("occasion")),
    "certainty": Column(_("Certainty"), _words(CERTAINTIES, "certainty")),
    "note": Column(_("Note"), Drawing.note, is_usual=True),
    "owner": Column(_("Annotated by"), _own("owner"), sort="owner"),
    "changed": Column(_("Changed"), Drawing.changed, sort="changed"),
}


def own(variable: Variable) -> Column:
    """The column of a field of the project's own."""
    return Column(
        variable.name,
        lambda _drawing, row: escape(shown(variable.kind, row.answers.get(variable.uid, ""))),
    )


USUAL = [name for name, column in COLUMNS.items() if column.is_usual]

"""Suggestions in the margin, drawn as the cards of annotations are: escaped here, in one pass."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from newsreader.models import Article, Membership

from ..cards import NO_UID, Cards
from ..marks import Mark
from ..models import Annotation, Suggestion
from .proposing import known_names
from .why import sentence

Q = partial(escape, quote=True)
NEVER = datetime.min.replace(tzinfo=UTC)


def as_marks(rows: Iterable[Suggestion]) -> list[Mark]:
    """As the text shows them, in their order."""
    return [
        Mark(
            pk=row.pk,
            uid=row.uid,
            owner_pk=0,
            owner="",
            form=row.form,
            no_speaker="",
            note="",
            created_at=NEVER,
            spans=[(start, end, "") for start, end in row.spans],
            is_suggestion=True,
        )
        for row in rows
    ]


class Drawer:
    """Draws the cards of one article's suggestions; what is the same for all is looked up once."""

    def __init__(self, article: Article, member: Membership, rows: Sequence[Suggestion]) -> None:
        self.names = known_names(member, rows)
        self.language = Q(article.language)
        slug = member.project.slug
        self.urls = {
            name: reverse(name, args=[slug, NO_UID])
            for name in ("suggestion", "suggestion-edit", "suggestion-acceptance", "suggestion-rejection")
        }
        self.forms = {value: str(label) for value, label in Annotation.Form.choices}
        self.words = {
            "new": gettext("new"),
            "nobody": gettext("no speaker found"),
            "accept": gettext("Accept"),
            "reject": gettext("Reject"),
            "edit": gettext("Edit"),
            "speaker": gettext("Speaker …"),
            "details": gettext("Details"),
            "label": gettext("Suggestion"),
        }
        self.actions = self._actions()

    def draw(self, row: Suggestion) -> str:
        uid = str(row.uid)
        return (
            f'<article class="card suggestion" id="card-{uid}" data-annotation="{uid}" data-suggestion'
            f' aria-label="{self.words["label"]}" data-start="{row.start}" data-end="{row.end}"'
            f"{_places(row)} {self._urls(uid)}"
            f' tabindex="-1">{self._head(row)}<p class="card-quote" lang="{self.language}">'
            f"{escape(row.quote, quote=False)}</p>"
            f'<p class="card-why">{escape(sentence(row.why), quote=False)}'
            f' <span class="card-confidence">{percent(row.confidence)}</span></p>'
            f"{self.actions.replace(NO_UID, uid)}</article>"
        )

    def _urls(self, uid: str) -> str:
        accept, reject = self.urls["suggestion-acceptance"], self.urls["suggestion-rejection"]
        edit = self.urls["suggestion-edit"].replace(NO_UID, uid)
        said = f'data-accept="{accept.replace(NO_UID, uid)}" data-reject="{reject.replace(NO_UID, uid)}"'
        return f'{said} data-edit-url="{edit}"'

    def _head(self, row: Suggestion) -> str:
        form = f'<span class="card-form">{self.forms[row.form]}</span>'
        name = self.names.get(row.key, "") if not row.is_unnamed else ""
        if name or row.speaker:
            key = "" if row.is_unnamed else f' data-key="{Q(row.key)}"'
            new = "" if name else f' <span class="card-new"{key}>{self.words["new"]}</span>'
            said = f'<b class="card-speakers">{Q(name or row.speaker)}{new}</b>'
        else:
            said = f'<span class="card-speakers none">{self.words["nobody"]}</span>'
        return f'<header class="card-head">{said}{form}</header>'

    def _actions(self) -> str:
        buttons = "".join(
            f'<button class="button quiet" type="button" data-decide="{act}">{self.words[act]}'
            f" <kbd>{key}</kbd></button>"
            for act, key in (("accept", "y"), ("reject", "x"), ("edit", "e"), ("speaker", "s"))
        )
        link = f'<a class="button quiet" href="{self.urls["suggestion"]}">{self.words["details"]}</a>'
        return f'<div class="card-actions">{buttons}{link}</div>'


def percent(confidence: float) -> str:
    """Rounded down: what is not quite certain is not called so."""
    return f"{int(confidence * 100 + 1e-9)} %"


def margin(cards: Cards, marks: list[Mark], rows: Sequence[Suggestion]) -> SafeString:
    """All cards of both kinds in the order of their places."""
    drawer = Drawer(cards.article, cards.member, rows) if rows else None
    drawn = [(mark.start, -mark.end, n, str(cards.draw(mark))) for n, mark in enumerate(marks)]
    if drawer:
        drawn += [(row.start, -row.end, len(marks), drawer.draw(row)) for row in rows]
    return SafeString("".join([html for *_place, html in sorted(drawn)]))


def _places(row: Suggestion) -> str:
    found: list[tuple[str, Sequence[int] | None]] = [("mention", row.mention)]
    found += [("cue", place) for place in row.cue]
    found += [("addressee", row.addressee)]
    said = [f"{role}:{place[0]}-{place[1]}" for role, place in found if place]
    return f' data-places="{" ".join(said)}"' if said else ""

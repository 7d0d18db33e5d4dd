"""What a card says of a statement below its speakers: to whom, when, where, how certain."""

from html import escape
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from newsreader import dates

from .answers import answered
from .models import Annotation

if TYPE_CHECKING:
    from .marks import Mark


def facts(addressee: str, date: str, occasion: str, certainty: str, quotes_words: bool) -> list[str]:
    """Each a few words, in the reader's language; what is not set is left out."""
    found = [gettext("to %(name)s") % {"name": addressee}] if addressee else []
    found += [dates.display(date, get_language() or "en")] if date else []
    found += [occasion] if occasion else []
    found += [str(Annotation.Certainty(certainty).label)] if certainty else []
    return [*found, gettext("quotes some of the words")] if quotes_words else found


def facts_of(annotation: Annotation, *, folded: bool = False) -> list[str]:
    """`folded` leaves out what a card that is edited shows anyway."""
    addressee = annotation.addressee.name if annotation.addressee else ""
    said = annotation.date, annotation.occasion, annotation.certainty, annotation.quotes_words
    inside = [gettext("inside another statement")] if annotation.inside_id else []
    return [*facts(addressee, *said), *inside, *answered(annotation, optional=folded)]


def drawn_facts(mark: "Mark", language: str) -> str:
    """Below the tags of a card; most marks have none, and cost nothing. `language` is the article's."""
    if not (
        mark.addressee or mark.date or mark.occasion or mark.certainty or mark.quotes_words
        or mark.inside or mark.nested or mark.answers or mark.missing or mark.roles
    ):  # fmt: skip
        return ""
    said = mark.roles + facts(mark.addressee, mark.date, mark.occasion, mark.certainty, mark.quotes_words)
    said += mark.answers
    drawn = "".join([f"<span>{escape(words, quote=False)}</span>" for words in said])
    drawn = f'<p class="card-facts">{drawn}</p>' if drawn else ""
    if mark.missing:
        drawn += f'<p class="card-missing">{escape(missing_words(mark.missing), quote=False)}</p>'
    if mark.inside:
        drawn += _related(gettext("inside"), [mark.inside], language)
    return drawn + (_related(gettext("quotes"), mark.nested, language) if mark.nested else "")


def missing_words(names: list[str]) -> str:
    """Which answers are expected and not there; empty for none."""
    return gettext("Still missing: %(fields)s") % {"fields": ", ".join(names)} if names else ""


def _related(word: str, others: list["Mark"], language: str) -> str:
    links = [
        f'<a href="#card-{other.id}" data-opens="{other.id}" lang="{language}">'
        f"{escape(_short(other), quote=False)}</a>"
        for other in others
    ]
    return f'<p class="card-related"><span>{word}</span> {" ".join(links)}</p>'


def _short(mark: "Mark") -> str:
    who = f"{', '.join(mark.speakers)}: " if mark.speakers else ""
    return who + (mark.quote if len(mark.quote) <= 60 else f"{mark.quote[:59]}…")

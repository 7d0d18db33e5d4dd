"""What a card says of a statement below its speakers: to whom, when, where, how certain."""

from django.utils.translation import get_language, gettext

from newsreader import dates

from .models import Annotation


def facts(addressee: str, date: str, occasion: str, certainty: str, quotes_words: bool) -> list[str]:
    """Each a few words, in the reader's language; what is not set is left out."""
    found = [gettext("to %(name)s") % {"name": addressee}] if addressee else []
    found += [dates.display(date, get_language() or "en")] if date else []
    found += [occasion] if occasion else []
    found += [str(Annotation.Certainty(certainty).label)] if certainty else []
    return [*found, gettext("quotes some of the words")] if quotes_words else found


def facts_of(annotation: Annotation) -> list[str]:
    addressee = annotation.addressee.name if annotation.addressee else ""
    said = annotation.date, annotation.occasion, annotation.certainty, annotation.quotes_words
    return facts(addressee, *said) + ([gettext("inside another statement")] if annotation.inside_id else [])

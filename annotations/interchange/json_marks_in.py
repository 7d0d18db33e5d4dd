"""The annotations of a JSON file: each by itself, then all of them together."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from newsreader import dates
from newsreader.importing.decode import LIMIT

from .. import anchoring
from ..models import DATE_LIMIT, NAME_LIMIT, NOTE_LIMIT, Annotation, AnnotationPart, AnnotationTag, Variable
from . import fields_in
from .document import AnnotationEntry, ArticleEntry, TextEntry
from .reading import Place, Refused

ADDRESSEE = AnnotationPart.Role.ADDRESSEE
PLACES = {role: "addressee_mention" if role == ADDRESSEE else role for role in AnnotationPart.Role.values}
"""The keys of the spans that belong to an annotation, by their role."""


def stretch(place: Place, length: int) -> tuple[int, int]:
    """`start` and `end` in a text of `length` code points."""
    start, end = place.number("start", 0, LIMIT), place.number("end", 0, LIMIT)
    _check_spans(place, [(start, end)], length)
    return start, end


def _check_spans(place: Place, spans: Sequence[tuple[int, int]], length: int) -> None:
    try:
        anchoring.check(spans, length)
    except anchoring.SpanError as error:
        raise place.refuse("spans" if len(spans) != 1 else "end", _(anchoring.REASONS[error.code])) from None


def annotation(
    place: Place,
    articles: dict[UUID, ArticleEntry],
    speakers: Collection[UUID],
    tags: Collection[UUID],
    members: Collection[UUID],
    fields: fields_in.Fields,
) -> AnnotationEntry:
    article = articles[place.reference("article", articles)]
    version = place.number("text_version", 1, 1_000_000)
    whole = place.flag("whole")
    text = article.text_at(version) or (article.current if whole else None)
    if text is None:
        raise place.refuse("text_version", _("The file does not hold this version of the article's text."))
    spans = _spans(place, text, whole)
    said = place.references("speakers", speakers)
    return AnnotationEntry(
        uid=place.uid("id"),
        article=article.uid,
        text_version=version,
        kept=place.flag("kept"),
        whole=whole,
        spans=spans,
        quote=_quote(place, text, spans),
        form=place.choice("form", Annotation.Form.values),
        places=_places(place, text),
        addressee=_addressee(place, speakers),
        date=_date(place),
        occasion=place.text("occasion", NAME_LIMIT),
        certainty=place.choice("certainty", Annotation.Certainty.values),
        quotes_words=place.flag("quotes_words"),
        saw_suggestions=place.flag("saw_suggestions"),
        suggestion=place.object("derived_from").uid("suggestion")
        if place.value.get("derived_from")
        else None,
        inside=place.uid_or_none("inside"),
        speakers=said,
        no_speaker="" if said else place.choice("no_speaker", Annotation.NoSpeaker.values),
        tags=_tags(place, tags),
        answers=fields_in.answers(place, fields, Variable.Of.ARTICLE if whole else Variable.Of.ANNOTATION),
        note=place.text("note", NOTE_LIMIT),
        owner=place.reference("owner", members),
        created_at=place.moment("created_at"),
        modified_at=place.moment("modified_at"),
    )


def _spans(place: Place, text: TextEntry, whole: bool) -> list[tuple[int, int]]:
    spans = [stretch(span, text.length) for span in place.objects("spans")]
    if whole and spans:
        raise place.refuse("spans", _("What is about the whole article has no spans."))
    if not whole:
        _check_spans(place, spans, text.length)
    return spans


def _quote(place: Place, text: TextEntry, spans: list[tuple[int, int]]) -> str | None:
    if place.value.get("quote") is None or not spans:
        return None
    quote = place.text("quote", 2 * LIMIT)
    if text.text is not None and anchoring.quote(text.text, spans) != quote:
        raise place.refuse("quote", _("This is not what stands at its place in the text."))
    return quote


def _tags(place: Place, known: Collection[UUID]) -> list[tuple[UUID, str]]:
    tags: list[tuple[UUID, str]] = []
    for entry in place.objects("tags"):
        tags.append((entry.reference("tag", known), entry.choice("stance", AnnotationTag.Stance.values)))
    if len({uid for uid, _stance in tags}) != len(tags):
        raise place.refuse("tags", _("One id stands here twice."))
    return tags


def _places(place: Place, text: TextEntry) -> list[tuple[str, int, int]]:
    found = [(role, place.object(key)) for role, key in PLACES.items() if place.value.get(key) is not None]
    return [(role, *stretch(at, text.length)) for role, at in found]


def _addressee(place: Place, speakers: Collection[UUID]) -> UUID | None:
    return None if place.value.get("addressee") is None else place.reference("addressee", speakers)


def _date(place: Place) -> str:
    date = place.text("date", DATE_LIMIT)
    try:
        return dates.parse(date) if date else ""
    except ValueError:
        raise place.refuse("date", _("Write a date as 2017, 2017-03 or 2017-03-30.")) from None


def check_together(annotations: Sequence[AnnotationEntry]) -> None:
    """Raises Refused where one of two cannot be: of a whole article, or inside each other."""
    wholes = [(entry.article, entry.owner) for entry in annotations if entry.whole]
    if len(set(wholes)) != len(wholes):
        raise Refused(_("annotations: a member has two annotations of one whole article."))
    known = {entry.uid: entry for entry in annotations}
    sound: set[UUID] = set()
    for entry in annotations:
        sound |= _checked_around(entry, known, sound)


def _checked_around(
    entry: AnnotationEntry, known: dict[UUID, AnnotationEntry], sound: set[UUID]
) -> set[UUID]:
    """The annotation and those around it, up to the first that is `sound` already: each stands in its article
    and is not itself inside. A filtered file may lack what is around one."""
    seen, at = {entry.uid}, entry
    while at.uid not in sound and at.inside in known:
        at = known[at.inside]
        if at.article != entry.article or at.whole or at.uid in seen:
            said = _("The annotation %(id)s cannot be inside %(other)s.")
            raise Refused(said % {"id": entry.uid, "other": at.uid})
        seen.add(at.uid)
    return seen

"""The speakers and tags that the edit form shows as chips: as stored, or as a client sent them."""

import uuid
from dataclasses import dataclass

from django.utils.functional import Promise

from newsreader.models import Project

from .forms import CodingForm
from .models import Annotation, AnnotationPart


@dataclass(frozen=True)
class Chip:
    """One chosen value. Without a uid it is a new name."""

    uid: uuid.UUID | None
    label: str
    color: int = 0
    is_claim: bool = False
    stance: str = ""


@dataclass(frozen=True)
class PlaceChip:
    """Where the text names the speaker or the addressee, or says that it is speech; `value` is as a form
    sends it, empty where nothing is chosen."""

    role: str
    label: Promise | str
    value: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Chosen:
    speakers: list[Chip]
    tags: list[Chip]
    addressee: list[Chip]
    places: list[PlaceChip]


def said(annotation: Annotation) -> Chosen:
    """What the annotation holds (with its parts prefetched); one that is not stored yet holds nothing."""
    if annotation._state.adding:
        return Chosen([], [], [], _places({}))
    return Chosen(
        speakers=[Chip(link.speaker.uid, link.speaker.name) for link in annotation.speaker_links.all()],
        tags=[
            Chip(link.tag.uid, link.tag.name, link.tag.color, link.tag.kind == "claim", link.stance)
            for link in annotation.tag_links.all()
        ],
        addressee=[Chip(annotation.addressee.uid, annotation.addressee.name)] if annotation.addressee else [],
        places=_places({part.role: (part.start, part.end, part.quote) for part in annotation.parts.all()}),
    )


def _places(found: dict[str, tuple[int, int, str]]) -> list[PlaceChip]:
    """All three, in their order."""
    return [
        PlaceChip(role, label, *(_sent(role, found[role]) if role in found else ()))
        for role, label in AnnotationPart.Role.choices
    ]


def _sent(role: str, place: tuple[int, int, str]) -> tuple[str, str]:
    start, end, quote = place
    return f"{role}:{start}-{end}", quote


def chosen(project: Project, annotation: Annotation, form: CodingForm) -> Chosen:
    """What a sent form of the annotation holds, so that a refused or late form keeps all that was typed.
    Identifiers that the project does not know are left out; the form's errors speak of them."""
    data = form.cleaned_data
    speakers = {s.uid: s for s in project.speakers.filter(uid__in=data.get("speaker", ()))}
    places = data.get("place", ())
    text = annotation.text.text if places else ""
    tags = {t.uid: t for t in project.tags.filter(uid__in=[uid for uid, _ in data.get("tag", ())])}
    return Chosen(
        speakers=[Chip(uid, speakers[uid].name) for uid in data.get("speaker", ()) if uid in speakers]
        + [Chip(None, name) for name in data.get("new_speaker", ())],
        tags=[
            Chip(uid, tags[uid].name, tags[uid].color, tags[uid].kind == "claim", stance)
            for uid, stance in data.get("tag", ())
            if uid in tags
        ]
        + [Chip(None, name) for name in data.get("new_tag", ())]
        + [Chip(None, name, is_claim=True, stance=stance) for name, stance in data.get("new_claim", ())],
        addressee=_addressee(project, data.get("addressee"), data.get("new_addressee", "")),
        places=_places({role: (start, end, text[start:end]) for role, start, end, _ in places}),
    )


def _addressee(project: Project, uid: uuid.UUID | None, name: str) -> list[Chip]:
    found = project.speakers.filter(uid=uid).first() if uid else None
    if name or not found:
        return [Chip(None, name)] if name else []
    return [Chip(found.uid, found.name)]

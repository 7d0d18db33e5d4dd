"""The speakers and tags that the edit form shows as chips: as stored, or as a client sent them."""

import uuid
from dataclasses import dataclass

from newsreader.models import Project

from .forms import CodingForm
from .models import Annotation


@dataclass(frozen=True)
class Chip:
    """One chosen value. Without a uid it is a new name."""

    uid: uuid.UUID | None
    label: str
    color: int = 0
    is_claim: bool = False
    stance: str = ""


@dataclass(frozen=True)
class Chosen:
    speakers: list[Chip]
    tags: list[Chip]


def said(annotation: Annotation) -> Chosen:
    """What the annotation holds (with its parts prefetched)."""
    return Chosen(
        speakers=[Chip(link.speaker.uid, link.speaker.name) for link in annotation.speaker_links.all()],
        tags=[
            Chip(link.tag.uid, link.tag.name, link.tag.color, link.tag.kind == "claim", link.stance)
            for link in annotation.tag_links.all()
        ],
    )


def chosen(project: Project, form: CodingForm) -> Chosen:
    """What a sent form holds, so that a refused or late form keeps all that was typed. Identifiers that the
    project does not know are left out; the form's errors speak of them."""
    data = form.cleaned_data
    speakers = {s.uid: s for s in project.speakers.filter(uid__in=data.get("speaker", ()))}
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
        + [Chip(None, name, is_claim=True) for name in data.get("new_claim", ())],
    )

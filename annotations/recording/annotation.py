"""An annotation as a state, and its parts written back.

A state names other objects by uid, so that it outlives their rows and can be read in an export of history.
"""

import random
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import IntegrityError
from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from newsreader import access, dates
from newsreader.access import Action
from newsreader.changes import State, Words
from newsreader.models import Article, Membership, Project

from ..filtering import words as index
from ..models import Annotation, AnnotationPart, AnnotationSpeaker, AnnotationTag, Span, Suggestion, Value
from . import answers

Place = tuple[str, int, int]  # role, start, end


class Parts(NamedTuple):
    """Spans in text order, speakers in order, tags with their stances in order; the spans of mention, cue and
    addressee; what the project's own fields hold."""

    spans: list[tuple[int, int]]
    speakers: list[uuid.UUID]
    tags: list[tuple[uuid.UUID, str]]
    places: Sequence[Place] = ()
    values: Sequence[tuple[uuid.UUID, str]] = ()


def parts_of(annotation: Annotation) -> Parts:
    return Parts(
        [(span.start, span.end) for span in annotation.spans.all()],
        [link.speaker.uid for link in annotation.speaker_links.all()],
        [(link.tag.uid, link.stance) for link in annotation.tag_links.all()],
        sorted((part.role, part.start, part.end) for part in annotation.parts.all()),
        sorted((value.variable.uid, value.value) for value in annotation.values.all()),
    )


SAID = (
    "form", "no_speaker", "is_whole", "is_kept", "quotes_words", "date", "occasion", "certainty", "note",
    "saw_suggestions",
)  # fmt: skip
"""The fields of an annotation that a state holds as they are; those of an older state may be missing."""


def annotation_state(annotation: Annotation, parts: Parts | None = None) -> State:
    """Everything that a member can set, and whose it is. `version` is left out: it only ever grows. `parts`
    spares the questions when who asks has just written them."""
    known = parts or parts_of(annotation)
    return {
        "article": str(annotation.article.uid),
        "text_version": annotation.text.version,
        "owner": str(annotation.owner.uid),
        "spans": [list(span) for span in known.spans],
        **{name: getattr(annotation, name) for name in SAID},
        "inside": str(annotation.inside.uid) if annotation.inside else None,
        "addressee": str(annotation.addressee.uid) if annotation.addressee else None,
        "places": [list(place) for place in sorted(known.places)],
        "speakers": [str(uid) for uid in known.speakers],
        "tags": [[str(uid), stance] for uid, stance in known.tags],
        "values": [[str(uid), value] for uid, value in sorted(known.values)],
        "suggestion": str(annotation.suggestion.uid) if annotation.suggestion else None,
        "created_at": annotation.created_at.isoformat(),
    }


def read(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
    rows = Annotation.objects.filter(project=project, uid__in=uids).with_parts()
    rows = rows.select_for_update(of=("self",))
    return {row.uid: annotation_state(row) for row in rows}


def write(project: Project, uid: uuid.UUID, state: State | None) -> None:
    """Put one annotation back: into the state, or into the part of it that is given; None takes it away."""
    if state is None:
        Annotation.objects.filter(project=project, uid=uid).delete()
        return
    annotation = Annotation.objects.filter(project=project, uid=uid).select_related("article", "text").first()
    annotation = annotation or _made(project, uid, state)
    if "text_version" in state and annotation.text.version != state["text_version"]:
        annotation.text = annotation.article.texts.get(version=state["text_version"])
    for name in SAID:
        if name in state:
            setattr(annotation, name, state[name])
    if "date" in state:
        annotation.date_from, annotation.date_to = days_of(state["date"])
    if "inside" in state:
        annotation.inside = project.annotations.get(uid=state["inside"]) if state["inside"] else None
        if uid in _around(annotation):
            raise IntegrityError("a statement inside itself")  # what it was inside of is inside it by now
    if "addressee" in state:
        annotation.addressee = project.speakers.get(uid=state["addressee"]) if state["addressee"] else None
    annotation.version += 1
    annotation.modified_at = timezone.now()
    annotation.save()
    _write_parts(annotation, project, state)
    if index.PARTS & state.keys():
        index.index([annotation.pk])


def _around(annotation: Annotation) -> Iterator[uuid.UUID]:
    seen = annotation.inside
    while seen:
        yield seen.uid
        seen = seen.inside


def days_of(edtf: str) -> tuple[date | None, date | None]:
    """The first and the last day that it may mean; none of an empty one."""
    return dates.bounds(edtf) if edtf else (None, None)


def fresh_version() -> int:
    """Of one that comes back: counting again from 1 would meet the version of a form that was opened before
    the removal."""
    return random.randrange(1, 2**30)


def _made(project: Project, uid: uuid.UUID, state: State) -> Annotation:
    """A removed one comes back."""
    article = project.articles.get(uid=state["article"])
    return Annotation.objects.create(
        project=project,
        uid=uid,
        article=article,
        text=article.texts.get(version=state["text_version"]),
        owner=project.memberships.get(uid=state["owner"]),
        is_whole=state.get("is_whole", False),
        suggestion=_derived_from(article, state.get("suggestion")),
        created_at=datetime.fromisoformat(state["created_at"]),
        version=fresh_version(),
    )


def _derived_from(article: Article, uid: str | None) -> Suggestion | None:
    """None where it is gone by now."""
    return article.suggestions.filter(uid=uid).first() if uid else None


def _write_parts(annotation: Annotation, project: Project, state: State) -> None:
    text = annotation.text.text if "spans" in state or "places" in state else ""
    if "spans" in state:
        set_spans(annotation, [(start, end) for start, end in state["spans"]], text)
    if "places" in state:
        set_places(annotation, [(role, start, end) for role, start, end in state["places"]], text)
    if "speakers" in state:
        set_speakers(annotation, project, [uuid.UUID(uid) for uid in state["speakers"]])
    if "tags" in state:
        set_tags(annotation, project, [(uuid.UUID(uid), stance) for uid, stance in state["tags"]])
    if "values" in state:
        set_values(annotation, project, [(uuid.UUID(uid), value) for uid, value in state["values"]])


def set_spans(annotation: Annotation, spans: Iterable[tuple[int, int]], text: str) -> None:
    """Replace the spans, in code points of `text`; each keeps what stands there."""
    annotation.spans.all().delete()
    write_spans(annotation, spans, text)


def write_spans(annotation: Annotation, spans: Iterable[tuple[int, int]], text: str) -> None:
    """As `set_spans`, of an annotation without any."""
    Span.objects.bulk_create(
        Span(annotation=annotation, start=start, end=end, quote=text[start:end]) for start, end in spans
    )


def set_places(annotation: Annotation, places: Iterable[Place], text: str) -> None:
    """Replace the spans of mention, cue and addressee, in code points of `text`."""
    annotation.parts.all().delete()
    add_places(annotation, places, text)


def add_places(annotation: Annotation, places: Iterable[Place], text: str) -> None:
    """As `set_places`, of an annotation without any."""
    AnnotationPart.objects.bulk_create(
        AnnotationPart(annotation=annotation, role=role, start=start, end=end, quote=text[start:end])
        for role, start, end in places
    )


def set_speakers(annotation: Annotation, project: Project, uids: list[uuid.UUID]) -> None:
    """Replace the speakers, in this order. Raises KeyError for one that the project does not have."""
    annotation.speaker_links.all().delete()
    add_speakers(annotation, project, uids)


def add_speakers(annotation: Annotation, project: Project, uids: list[uuid.UUID]) -> None:
    """As `set_speakers`, to an annotation without any."""
    if not uids:
        return
    pks = dict(project.speakers.filter(uid__in=uids).values_list("uid", "pk"))
    AnnotationSpeaker.objects.bulk_create(
        AnnotationSpeaker(annotation=annotation, speaker_id=pks[uid], position=n)
        for n, uid in enumerate(uids)
    )


def set_tags(annotation: Annotation, project: Project, tags: list[tuple[uuid.UUID, str]]) -> None:
    """Replace the tags with their stances, in this order. Raises KeyError for one of another project."""
    annotation.tag_links.all().delete()
    add_tags(annotation, project, tags)


def add_tags(annotation: Annotation, project: Project, tags: list[tuple[uuid.UUID, str]]) -> None:
    """As `set_tags`, to an annotation without any."""
    if not tags:
        return
    pks = dict(project.tags.filter(uid__in=[uid for uid, _ in tags]).values_list("uid", "pk"))
    AnnotationTag.objects.bulk_create(
        AnnotationTag(annotation=annotation, tag_id=pks[uid], stance=stance, position=n)
        for n, (uid, stance) in enumerate(tags)
    )


def set_values(annotation: Annotation, project: Project, values: list[tuple[uuid.UUID, str]]) -> None:
    """Replace what the project's own fields hold. Raises KeyError for a field of another project."""
    annotation.values.all().delete()
    if not values:
        return
    pks = dict(project.variables.filter(uid__in=[uid for uid, _ in values]).values_list("uid", "pk"))
    Value.objects.bulk_create(
        Value(annotation=annotation, variable_id=pks[uid], value=value) for uid, value in values
    )


def words(project: Project, states: list[State]) -> Words:
    def named(rows: Any, part: str, uids: Iterable[str]) -> Mapping[tuple[str, str], str]:
        found = rows.filter(uid__in=set(uids)).values_list("uid", "name")
        return {(part, str(uid)): name for uid, name in found}

    people = {uid for state in states for uid in [*state.get("speakers", ()), state.get("addressee")] if uid}
    tags = {uid for state in states for uid, _stance in state.get("tags", ())}
    return {
        **{("form", value): label for value, label in Annotation.Form.choices},
        **{("no_speaker", value): label for value, label in Annotation.NoSpeaker.choices},
        **{("certainty", value): label for value, label in Annotation.Certainty.choices},
        **{("places", value): label for value, label in AnnotationPart.Role.choices},
        **{("tags", value): label for value, label in AnnotationTag.Stance.choices},
        **named(project.tags, "tags", tags),
        **named(project.speakers, "speakers", people),
        **named(project.speakers, "addressee", people),
        **answers.words(project, states),
    }


NAME = 80
"""Code points of a quote by which history names an annotation."""


def names(project: Project, uids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """An annotation is called by how its first passage begins, one of a whole article by the article."""
    rows = Span.objects.filter(annotation__project=project, annotation__uid__in=uids)
    found = rows.order_by("annotation", "-start").values_list("annotation__uid", Left("quote", NAME + 1))
    named = {uid: quote if len(quote) <= NAME else f"{quote[:NAME]}…" for uid, quote in found}
    if others := set(uids) - named.keys():
        wholes = Annotation.objects.filter(project=project, uid__in=others, is_whole=True)
        named |= {row.uid: str(row.article) for row in wholes.select_related("article")}
    return named


def in_article(article: Article) -> QuerySet[Annotation, Any]:
    return article.annotations.values("uid")


def may_put(member: Membership, now: State | None, wanted: State | None) -> bool:
    """A state without an owner came along with the change of another: a statement whose surrounding one was
    taken away."""
    state = now or wanted or {}
    if "owner" not in state:
        return access.may(member, Action.ANNOTATE)
    return access.may_edit_of(member, state["owner"])

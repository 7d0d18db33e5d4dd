"""Making, changing and removing annotations: each one transaction and one change set."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from newsreader import changes, states
from newsreader.changes import Recorder, State
from newsreader.models import Article, Membership, Project

from . import nesting
from .answers import merged
from .filtering import words
from .models import Annotation, Speaker, Tag
from .naming import Refused, quick, speaker_named, tag_named
from .recording.annotation import (
    Parts,
    add_places,
    add_speakers,
    add_tags,
    annotation_state,
    days_of,
    set_places,
    set_speakers,
    set_tags,
    set_values,
    write_spans,
)
from .recording.comment import remove_comments
from .spans import NewPlace, check_current, placed_in, places_in, text_of
from .suggesting import showing
from .suggesting.correcting import follow

Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Coding:
    """What a member says of a passage. `new_*` are names that the codebook or the speakers may not hold yet;
    `tags` pairs a tag with its stance, "" for none. `date` is EDTF. `places` are the spans of mention, cue
    and addressee, one for each role at most; one that `grows` does so to whole words. `answers` are to the
    project's own fields, "" for none; what was answered to others stays."""

    form: str = ""
    no_speaker: str = ""
    quotes_words: bool = False
    date: str = ""
    occasion: str = ""
    certainty: str = ""
    note: str = ""
    inside: uuid.UUID | None = None
    addressee: uuid.UUID | None = None
    new_addressee: str = ""
    places: tuple[NewPlace, ...] = ()
    speakers: tuple[uuid.UUID, ...] = ()
    new_speakers: tuple[str, ...] = ()
    tags: tuple[tuple[uuid.UUID, str], ...] = ()
    new_tags: tuple[str, ...] = ()
    new_claims: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[uuid.UUID, str], ...] = ()

    def of_whole(self) -> "Coding":
        """What of it can be said of a whole article, which nobody has said."""
        return Coding(
            note=self.note,
            tags=self.tags,
            new_tags=self.new_tags,
            new_claims=self.new_claims,
            answers=self.answers,
        )


class Stale(Exception):
    """Somebody else has changed the annotation since; `now` is as it stands, None when it is gone."""

    def __init__(self, now: Annotation | None) -> None:
        super().__init__("changed by somebody else")
        self.now = now


def create(
    member: Membership,
    article: Article,
    text_version: int,
    spans: Iterable[tuple[int, int]],
    coding: Coding,
    *,
    uid: uuid.UUID | None = None,
    snap: bool = False,
) -> Annotation:
    """Mark the spans (code points of that version of the text); with `snap` they grow to whole words.

    A uid that is there answers the same annotation, so that a client may safely send a create again.
    Raises Refused, or PermissionDenied for a new tag or speaker that the member may not add.
    """
    uid = uid or uuid.uuid4()
    if known := _known(member, article, uid):
        return known
    text = text_of(article, text_version)
    placed = placed_in(text, spans, snap)
    annotation = Annotation(uid=uid, project=member.project, article=article, text=text, owner=member)
    return _made(member, annotation, placed, coding)


def create_whole(
    member: Membership, annotation: Annotation, coding: Coding, edit: uuid.UUID | None = None
) -> Annotation:
    """Store the member's annotation of a whole article (whole.blank), with what is said of it. Raises as
    `create`."""
    return _made(member, annotation, [], coding.of_whole(), edit)


def _made(
    member: Membership,
    annotation: Annotation,
    placed: list[tuple[int, int]],
    coding: Coding,
    edit: uuid.UUID | None = None,
) -> Annotation:
    article, uid = annotation.article, annotation.uid
    try:
        with quick(), changes.recording(member, "annotation.create", article, edit=edit) as record:
            annotation.saw_suggestions = showing.are_shown(member, annotation.text)
            store(member, annotation, placed, coding, record)
    except Refused:
        if known := _known(member, article, uid):  # the same create, sent twice at once
            return known
        raise
    return annotation


def store(
    member: Membership, annotation: Annotation, placed: Spans, coding: Coding, record: Recorder
) -> None:
    """Write a new annotation with all that is said of it, in the caller's action. Raises as `create`."""
    speakers, tags, addressee = named(member, coding, record)
    answers = [(uid, value) for uid, value in coding.answers if value]
    parts = Parts(placed, speakers, tags, places_in(annotation.text, coding.places), answers)
    _say(annotation, member, coding, speakers, addressee)
    annotation.save(force_insert=True)
    check_current(annotation.text)
    if placed:
        write_spans(annotation, placed, annotation.text.text)
    if parts.places:
        add_places(annotation, parts.places, annotation.text.text)
    _link(annotation, member.project, speakers, tags, add_speakers, add_tags)
    if answers:
        _answer(annotation, member.project, answers)
        words.index_new([annotation.pk])
    else:
        words.add(annotation, [annotation.text.text[start:end] for start, end in placed])
    states.begin(member, annotation.article)
    record("annotation", annotation.uid, None, annotation_state(annotation, parts))


def update(
    member: Membership, annotation: Annotation, version: int, coding: Coding, edit: uuid.UUID | None = None
) -> Annotation:
    """Replace what is said of the passage. `version` is the one that the member was looking at; `edit` groups
    autosaves into one change set. Raises Stale, Refused or PermissionDenied."""
    action = "annotation.update"
    with quick(), changes.recording(member, action, annotation.article, edit=edit) as record:
        row = locked(annotation)
        if row is None or row.version != version:
            raise Stale(row)
        before = annotation_state(row)
        _apply(row, before, member, coding.of_whole() if row.is_whole else coding, record)
        save_edit(row, before, record)
    return row


def remove(member: Membership, annotation: Annotation) -> None:
    """Take the annotation away, with what was said about it; undo brings all of it back. Statements quoted
    inside it stay, by themselves."""
    with changes.recording(member, "annotation.remove", annotation.article) as record:
        if row := locked(annotation):
            here = {"article": str(row.article.uid)}
            for nested in row.nested.select_for_update(of=("self",)).order_by("pk"):
                record("annotation", nested.uid, {**here, "inside": str(row.uid)}, {**here, "inside": None})
            row.nested.update(inside=None, version=F("version") + 1)
            remove_comments(row, record)
            record("annotation", row.uid, annotation_state(row), None)
            row.delete()


def _known(member: Membership, article: Article, uid: uuid.UUID) -> Annotation | None:
    """The annotation, if there is one; that there is none, as nearly always, is asked by columns."""
    rows = Annotation.objects.filter(project_id=article.project_id, uid=uid)
    if not (known := list(rows.values_list("article", "owner"))):
        return None
    if known != [(article.pk, member.pk)]:
        raise Refused(gettext("This annotation exists already, in another place."))
    return rows.first()


def save_edit(row: Annotation, before: State, record: Recorder) -> None:
    after = annotation_state(row)
    if before != after:
        row.version += 1
        row.modified_at = timezone.now()
        row.save()
    follow(row, before, after, record)
    if any(before[part] != after[part] for part in words.PARTS):
        words.index([row.pk])
    record("annotation", row.uid, before, after)


def locked(annotation: Annotation) -> Annotation | None:
    rows = Annotation.objects.select_for_update(of=("self",)).filter(pk=annotation.pk)
    return rows.select_related("article", "owner", "text").defer("text__text", "text__blocks").first()


def _apply(row: Annotation, before: State, member: Membership, coding: Coding, record: Recorder) -> None:
    """Set everything but the spans; the caller saves the row."""
    speakers, tags, addressee = named(member, coding, record)
    _say(row, member, coding, speakers, addressee)
    _link(row, member.project, speakers, tags, set_speakers, set_tags)
    asked = sorted([place.role, place.start, place.end] for place in coding.places)
    if asked != before["places"]:
        set_places(row, places_in(row.text, coding.places), row.text.text)
    answers = merged(before["values"], coding.answers)
    if answers is not None:
        _answer(row, member.project, list(answers.items()))


def _answer(row: Annotation, project: Project, answers: list[tuple[uuid.UUID, str]]) -> None:
    try:
        set_values(row, project, answers)
    except KeyError as error:
        raise Refused(gettext("A field has been deleted meanwhile. Please load the page again.")) from error


Named = tuple[list[uuid.UUID], list[tuple[uuid.UUID, str]], Speaker | None]


def named(member: Membership, coding: Coding, record: Recorder) -> Named:
    """The speakers, the tags with their stances, and the addressee; those that are not there yet are made."""
    new_speakers = [speaker_named(member, name, record).uid for name in coding.new_speakers]
    tags = dict(coding.tags)
    for name in coding.new_tags:
        tags.setdefault(tag_named(member, name, record).uid, "")
    for name, stance in coding.new_claims:
        tags.setdefault(tag_named(member, name, record, Tag.Kind.CLAIM).uid, stance)
    _check_stances(member.project, tags)
    addressee = _addressee(member, coding, record)
    return list(dict.fromkeys([*coding.speakers, *new_speakers])), list(tags.items()), addressee


def _addressee(member: Membership, coding: Coding, record: Recorder) -> Speaker | None:
    if coding.new_addressee:
        return speaker_named(member, coding.new_addressee, record)
    if not coding.addressee:
        return None
    found = member.project.speakers.filter(uid=coding.addressee).first()
    if not found:
        raise Refused(gettext("The addressee does not belong to this project."))
    return found


def _say(
    row: Annotation, member: Membership, coding: Coding, speakers: list[uuid.UUID], addressee: Speaker | None
) -> None:
    row.form, row.note, row.quotes_words = coding.form, coding.note, coding.quotes_words
    row.no_speaker = "" if speakers else coding.no_speaker
    row.occasion, row.certainty, row.date = coding.occasion, coding.certainty, coding.date
    row.date_from, row.date_to = days_of(coding.date)
    row.addressee = addressee
    if coding.inside != (row.inside.uid if row.inside else None):
        row.inside = nesting.surrounding(member, row, coding.inside) if coding.inside else None


def _link(
    annotation: Annotation,
    project: Project,
    speakers: list[uuid.UUID],
    tags: list[tuple[uuid.UUID, str]],
    write_speakers: Callable[[Annotation, Project, list[uuid.UUID]], None],
    write_tags: Callable[[Annotation, Project, list[tuple[uuid.UUID, str]]], None],
) -> None:
    """A new annotation has nothing to replace, so its links are added, those of others set."""
    try:
        write_speakers(annotation, project, speakers)
    except KeyError as error:
        raise Refused(gettext("A speaker does not belong to this project.")) from error
    try:
        write_tags(annotation, project, tags)
    except KeyError as error:
        raise Refused(gettext("A tag does not belong to this project.")) from error


def _check_stances(project: Project, tags: dict[uuid.UUID, str]) -> None:
    taken = [uid for uid, stance in tags.items() if stance]
    if taken and project.tags.filter(uid__in=taken).exclude(kind=Tag.Kind.CLAIM).exists():
        raise Refused(gettext("A topic has no stance; only a claim has one."))

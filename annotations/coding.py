"""Making, changing and removing annotations: each one transaction and one change set."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from newsreader import changes, states
from newsreader.changes import Recorder, State
from newsreader.models import Article, ArticleText, Membership, Project

from . import anchoring
from .models import Annotation, Tag
from .naming import Refused, quick, speaker_named, tag_named
from .recording.annotation import (
    Parts,
    add_speakers,
    add_tags,
    annotation_state,
    set_spans,
    set_speakers,
    set_tags,
    write_spans,
)
from .recording.comment import remove_comments


@dataclass(frozen=True)
class Coding:
    """What a member says of a passage. `new_*` are names that the codebook or the speakers may not hold yet;
    `tags` pairs a tag with its stance, "" for none."""

    form: str = ""
    no_speaker: str = ""
    note: str = ""
    speakers: tuple[uuid.UUID, ...] = ()
    new_speakers: tuple[str, ...] = ()
    tags: tuple[tuple[uuid.UUID, str], ...] = ()
    new_tags: tuple[str, ...] = ()
    new_claims: tuple[str, ...] = ()


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
    text = _text(article, text_version)
    placed = _placed(text, spans, snap)
    try:
        with quick(), changes.recording(member, "annotation.create", article) as record:
            parts = Parts(placed, *_named(member, coding, record))
            annotation = Annotation(uid=uid, project=member.project, article=article, text=text, owner=member)
            _say(annotation, coding, parts.speakers)
            annotation.save(force_insert=True)
            write_spans(annotation, placed, text.text)
            _link(annotation, member.project, parts.speakers, parts.tags, add_speakers, add_tags)
            states.begin(member, article)
            record("annotation", uid, None, annotation_state(annotation, parts))
    except Refused:
        if known := _known(member, article, uid):  # the same create, sent twice at once
            return known
        raise
    return annotation


def update(
    member: Membership, annotation: Annotation, version: int, coding: Coding, edit: uuid.UUID | None = None
) -> Annotation:
    """Replace what is said of the passage. `version` is the one that the member was looking at; `edit` groups
    autosaves into one change set. Raises Stale, Refused or PermissionDenied."""
    action = "annotation.update"
    with quick(), changes.recording(member, action, annotation.article, edit=edit) as record:
        row = _locked(annotation)
        if row is None or row.version != version:
            raise Stale(row)
        before = annotation_state(row)
        _apply(row, member, coding, record)
        _save_edit(row, before, record)
    return row


def add_spans(
    member: Membership,
    annotation: Annotation,
    text_version: int,
    spans: Iterable[tuple[int, int]],
    *,
    snap: bool = False,
) -> Annotation:
    """Let the annotation reach over these spans too, joined where they meet. Raises Stale or Refused."""
    with changes.recording(member, "annotation.update", annotation.article) as record:
        row = _locked(annotation)
        if row is None:
            raise Stale(None)
        text = _text(row.article, text_version)
        if row.text_id != text.pk:  # its spans count the characters of another version
            raise Refused(gettext("The article's text has changed. Please load the page again."))
        before = annotation_state(row)
        there = [(span.start, span.end) for span in row.spans.all()]
        joined = _merged(sorted([*there, *_placed(text, spans, snap)]))
        _check(joined, text.length)
        set_spans(row, joined, text.text)
        _save_edit(row, before, record)
    return row


def remove(member: Membership, annotation: Annotation) -> None:
    """Take the annotation away, with what was said about it; undo brings all of it back. Statements quoted
    inside it stay, by themselves."""
    with changes.recording(member, "annotation.remove", annotation.article) as record:
        if row := _locked(annotation):
            for nested in row.nested.select_for_update(of=("self",)).order_by("pk"):
                record("annotation", nested.uid, {"inside": str(row.uid)}, {"inside": None})
            row.nested.update(inside=None, version=F("version") + 1)
            remove_comments(row, record)
            record("annotation", row.uid, annotation_state(row), None)
            row.delete()


def _known(member: Membership, article: Article, uid: uuid.UUID) -> Annotation | None:
    found = Annotation.objects.filter(project_id=article.project_id, uid=uid).first()
    if found and (found.article_id != article.pk or found.owner_id != member.pk):
        raise Refused(gettext("This annotation exists already, in another place."))
    return found


def _text(article: Article, version: int) -> ArticleText:
    text = article.texts.filter(version=version).first()
    if text is None or version != article.text_version:
        raise Refused(gettext("The article's text has changed. Please load the page again."))
    return text


def _save_edit(row: Annotation, before: State, record: Recorder) -> None:
    after = annotation_state(row)
    if before != after:
        row.version += 1
        row.modified_at = timezone.now()
        row.save()
    record("annotation", row.uid, before, after)


def _locked(annotation: Annotation) -> Annotation | None:
    rows = Annotation.objects.select_for_update(of=("self",)).filter(pk=annotation.pk)
    return rows.select_related("article", "owner", "text").defer("text__text", "text__blocks").first()


def _placed(text: ArticleText, spans: Iterable[tuple[int, int]], snap: bool) -> list[tuple[int, int]]:
    wanted = sorted(spans)
    _check(wanted, text.length)
    if snap:
        wanted = _merged(anchoring.snap_to_words(text.text, start, end) for start, end in wanted)
    if not all(text.text[start:end].strip() for start, end in wanted):
        raise Refused(gettext("There is nothing but white space in the selection."))
    return wanted


def _check(spans: Sequence[anchoring.Span], length: int) -> None:
    try:
        anchoring.check(spans, length)
    except anchoring.SpanError as error:
        raise Refused(gettext(anchoring.REASONS[error.code])) from error


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ordered spans, joined where they meet: two that grew to the same word are one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _apply(annotation: Annotation, member: Membership, coding: Coding, record: Recorder) -> None:
    """Set everything but the spans; the caller saves the row."""
    speakers, tags = _named(member, coding, record)
    _say(annotation, coding, speakers)
    _link(annotation, member.project, speakers, tags, set_speakers, set_tags)


Named = tuple[list[uuid.UUID], list[tuple[uuid.UUID, str]]]


def _named(member: Membership, coding: Coding, record: Recorder) -> Named:
    """The speakers and the tags with their stances; those that are not there yet are made."""
    new_speakers = [speaker_named(member, name, record).uid for name in coding.new_speakers]
    tags = dict(coding.tags)
    for name in coding.new_tags:
        tags.setdefault(tag_named(member, name, record).uid, "")
    for name in coding.new_claims:
        tags.setdefault(tag_named(member, name, record, Tag.Kind.CLAIM).uid, "")
    _check_stances(member.project, tags)
    return list(dict.fromkeys([*coding.speakers, *new_speakers])), list(tags.items())


def _say(annotation: Annotation, coding: Coding, speakers: list[uuid.UUID]) -> None:
    annotation.form, annotation.note = coding.form, coding.note
    annotation.no_speaker = "" if speakers else coding.no_speaker


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

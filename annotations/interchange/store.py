"""A Document becomes rows: one transaction and one change set. What is there already stays as it is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from newsreader.changes import Change, ChangeSet, State
from newsreader.models import ArticleText, CodingState, Membership, Project
from newsreader.recording import coding_state

from ..anchoring import quote
from ..filtering import words
from ..models import Annotation, AnnotationPart, AnnotationSpeaker, AnnotationTag, Span, Value
from ..recording import annotation_state
from ..recording.annotation import days_of
from . import comments_in, fields_in, named_in, suggestions_in, texts_in
from .document import AnnotationEntry, ArticleEntry, Document
from .matching import in_batches, match
from .reading import Refused

ACTION = "interchange.import"


@dataclass
class Outcome:
    """What came of a file: how many of each kind are new, the articles that the project does not have, and
    how many annotations could not go in, for that or because their article lacks the text they stand on."""

    new: Counter[str] = field(default_factory=Counter)
    missing: list[ArticleEntry] = field(default_factory=list)
    left_out: int = 0


@dataclass
class Ledger:
    """What the import has made, for history."""

    outcome: Outcome = field(default_factory=Outcome)
    changes: list[Change] = field(default_factory=list)

    def add(self, kind: str, uid: UUID, after: State) -> None:
        self.outcome.new[kind] += 1
        self.changes.append(Change(kind=kind, object=uid, after=after))


@dataclass(frozen=True)
class Known:
    """The rows that the ids of the file stand for; values are primary keys."""

    members: dict[UUID, int]
    speakers: dict[UUID, int]
    tags: dict[UUID, int]
    fields: dict[UUID, int]
    texts: dict[UUID, ArticleText]
    versions: texts_in.Versions
    suggestions: dict[UUID, int]

    def text_of(self, entry: AnnotationEntry) -> ArticleText | None:
        """The text that the annotation stands on; of a whole article any is right."""
        found = self.versions.get((entry.article, entry.text_version))
        return found or (self.texts.get(entry.article) if entry.whole else None)


def take_in(document: Document, project: Project, member: Membership | None) -> Outcome:
    """Store what is new; `member` is whom history names. Raises Refused, and then nothing is stored."""
    ledger = Ledger()
    with transaction.atomic():
        # Two imports into one project would each miss what the other makes.
        Project.objects.select_for_update().get(pk=project.pk)
        texts = match(project, document.articles)
        texts |= texts_in.add(project, document.articles, texts, ledger.add)
        given = [answer for speaker in document.speakers for answer in speaker.answers]
        given += [answer for mark in document.annotations for answer in mark.answers]
        fields = fields_in.take_in(project, document.fields, given, ledger.add)
        versions = texts_in.versions(document.articles, texts)
        new = suggestions_in.add_suggestions(project, document.suggestions, versions)
        derived = {entry.suggestion for entry in document.annotations if entry.suggestion}
        known = Known(
            members=named_in.members(project, document.members),
            speakers=named_in.speakers(project, document.speakers, ledger.add, fields),
            tags=named_in.tags(project, document.tags, ledger.add),
            texts=texts,
            fields=fields,
            versions=versions,
            suggestions=suggestions_in.in_project(project, document.suggestions, versions, derived),
        )
        if new:
            ledger.outcome.new["suggestion"] = new
        _add_annotations(project, document.annotations, known, ledger)
        suggestions_in.add_decisions(document.suggestions, known.members, known.suggestions, ledger.add)
        comments_in.add_comments(project, document.comments, known.members, known.texts, ledger.add)
        comments_in.add_memos(document.memos, known.texts, ledger.add)
        _add_states(document.articles, known, ledger)
        _keep(project, member, ledger.changes)
    outcome = ledger.outcome
    outcome.missing = [article for article in document.articles if article.uid not in texts]
    outcome.left_out = sum(known.text_of(entry) is None for entry in document.annotations)
    return outcome


def _add_annotations(project: Project, entries: list[AnnotationEntry], known: Known, ledger: Ledger) -> None:
    made_uids: list[UUID] = []
    for batch in in_batches([entry for entry in entries if known.text_of(entry)]):
        there = project.annotations.filter(uid__in=[entry.uid for entry in batch])
        uids = set(there.values_list("uid", flat=True)) | _said_already(project, batch, known)
        new = [entry for entry in batch if entry.uid not in uids]
        made = Annotation.objects.bulk_create(_annotation(project, entry, known) for entry in new)
        pairs = list(zip(made, new, strict=True))
        _add_parts(pairs, known)
        words.index_new([mark.pk for mark in made])
        made_uids += [mark.uid for mark in made]
    inside = {entry.uid: entry.inside for entry in entries if entry.inside}
    _put_inside(project, {uid: inside[uid] for uid in made_uids if uid in inside})
    for some in in_batches(made_uids):
        rows = project.annotations.filter(uid__in=some).order_by("pk").with_parts()
        for mark in rows:
            ledger.add("annotation", mark.uid, annotation_state(mark))


def _said_already(project: Project, entries: Sequence[AnnotationEntry], known: Known) -> set[UUID]:
    """Those of whole articles of which their owner has said something here already: that stays as it is."""
    wholes = {
        (known.texts[entry.article].article_id, known.members[entry.owner]): entry.uid
        for entry in entries
        if entry.whole
    }
    rows = project.annotations.filter(is_whole=True, article__in={article for article, _owner in wholes})
    return {wholes[pair] for pair in rows.values_list("article_id", "owner_id") if pair in wholes}


def _annotation(project: Project, entry: AnnotationEntry, known: Known) -> Annotation:
    text = known.text_of(entry)
    assert text is not None  # those that have none were left out
    first, last = days_of(entry.date)
    return Annotation(
        uid=entry.uid,
        project=project,
        article_id=text.article_id,
        text=text,
        owner_id=known.members[entry.owner],
        is_whole=entry.whole,
        is_kept=entry.kept,
        form=entry.form,
        addressee_id=known.speakers[entry.addressee] if entry.addressee else None,
        date=entry.date,
        date_from=first,
        date_to=last,
        occasion=entry.occasion,
        certainty=entry.certainty,
        quotes_words=entry.quotes_words,
        saw_suggestions=entry.saw_suggestions,
        suggestion_id=known.suggestions.get(entry.suggestion) if entry.suggestion else None,
        no_speaker=entry.no_speaker,
        note=entry.note,
        created_at=entry.created_at,
        modified_at=entry.modified_at,
    )


def _add_parts(pairs: list[tuple[Annotation, AnnotationEntry]], known: Known) -> None:
    texts = dict(
        ArticleText.objects.filter(pk__in={mark.text_id for mark, _entry in pairs}).values_list("pk", "text")
    )
    spans: list[Span] = []
    parts: list[AnnotationPart] = []
    speakers: list[AnnotationSpeaker] = []
    tags: list[AnnotationTag] = []
    values: list[Value] = []
    for mark, entry in pairs:
        spans += _spans(mark, entry, texts[mark.text_id])
        parts += _places(mark, entry, texts[mark.text_id])
        # Two of the file may be one in the project.
        said = dict.fromkeys(known.speakers[uid] for uid in entry.speakers)
        speakers += [
            AnnotationSpeaker(annotation=mark, speaker_id=pk, position=n) for n, pk in enumerate(said)
        ]
        stances = {known.tags[uid]: stance for uid, stance in entry.tags}
        tags += [
            AnnotationTag(annotation=mark, tag_id=pk, stance=stance, position=n)
            for n, (pk, stance) in enumerate(stances.items())
        ]
        answers = {known.fields[uid]: value for uid, value in entry.answers}
        values += [Value(annotation=mark, variable_id=pk, value=v) for pk, v in answers.items()]
    Span.objects.bulk_create(spans)
    AnnotationPart.objects.bulk_create(parts)
    AnnotationSpeaker.objects.bulk_create(speakers)
    AnnotationTag.objects.bulk_create(tags)
    Value.objects.bulk_create(values)


def _spans(mark: Annotation, entry: AnnotationEntry, text: str) -> list[Span]:
    if entry.quote is not None and quote(text, entry.spans) != entry.quote:
        said = _("The quote of the annotation %(id)s is not what stands at its place in the text.")
        raise Refused(said % {"id": entry.uid})
    return [Span(annotation=mark, start=start, end=end, quote=text[start:end]) for start, end in entry.spans]


def _places(mark: Annotation, entry: AnnotationEntry, text: str) -> list[AnnotationPart]:
    return [
        AnnotationPart(annotation=mark, role=role, start=start, end=end, quote=text[start:end])
        for role, start, end in entry.places
    ]


def _put_inside(project: Project, made: dict[UUID, UUID]) -> None:
    """Once all are there; what a filtered file lacks and the project does not have is around nothing here."""
    for batch in in_batches(list(made)):
        uids = {*batch, *(made[uid] for uid in batch)}
        rows = {row.uid: row for row in project.annotations.filter(uid__in=uids).only("uid", "article_id")}
        inner = []
        for uid in batch:
            around = rows.get(made[uid])
            if around and around.article_id == rows[uid].article_id:
                rows[uid].inside = around
                inner.append(rows[uid])
        Annotation.objects.bulk_update(inner, ["inside"])


def _add_states(articles: Iterable[ArticleEntry], known: Known, ledger: Ledger) -> None:
    wanted = {
        (known.members[state.member], known.texts[article.uid].article_id): state
        for article in articles
        if article.uid in known.texts
        for state in article.states
    }
    for pairs in in_batches(list(wanted)):
        rows = CodingState.objects.filter(article__in={article for _member, article in pairs})
        there = set(rows.values_list("member_id", "article_id"))
        made = CodingState.objects.bulk_create(
            CodingState(member_id=m, article_id=a, state=wanted[m, a].state, reason=wanted[m, a].reason)
            for m, a in pairs
            if (m, a) not in there
        )
        rows = CodingState.objects.filter(pk__in=[row.pk for row in made]).order_by("pk")
        for row in rows.select_related("member", "article"):
            ledger.add("state", row.uid, coding_state(row))


def _keep(project: Project, member: Membership | None, changes: list[Change]) -> None:
    if not changes:
        return
    change_set = ChangeSet.objects.create(project=project, member=member, action=ACTION)
    for change in changes:
        change.change_set = change_set
    Change.objects.bulk_create(changes, batch_size=500)

"""Files that were read become rows: a batch in one transaction, a file in whole or not at all."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from .. import bulk, dates
from ..changes import Change, ChangeSet, Recorder, recording
from ..correction import Correction
from ..corrections import texts
from ..corrections.detail import MEMBER, Detail
from ..corrections.details import change, details_of
from ..models import Article, ArticleText, ImportRun, Membership, Original, Project, Source
from ..search.entries import Entries
from ..search.front import index_new
from ..search.language import folded_key
from . import identity, reading
from .identity import Draft, Known, KnownTexts
from .renewing import Earlier
from .report import NEW, Entry, Outcome
from .values import DEFAULT_LANGUAGE

ARTICLE = tuple(field.attname for field in Article._meta.concrete_fields)
TEXT = ("article_id", "version", "sha256", "length", "rules_version", "blocks", "text")
ORIGINAL = ("article_id", "sha256", "encoding", "certain", "notes", "data")
CHANGE = ("change_set_id", "kind", "object", "before", "after")
GIVEN = ("caller", "csv")  # origins of what is said beside the text
BLANK: dict[str, Any] = {field.attname: field.get_default() for field in Article._meta.concrete_fields}
_columns = itemgetter(*ARTICLE)


@dataclass
class Step:
    """What becomes of one draft: `known` is the article that it is or will be, `first` the earliest article
    with the same text; an `article` that is updated gets the values in `after`. `waiting` annotations did not
    find their place in a renewed text."""

    draft: Draft
    outcome: Outcome
    known: Known
    first: Known | None = None
    article: Article | None = None
    after: dict[str, Detail] = field(default_factory=dict)
    waiting: int = 0

    def entry(self, dry: bool = False) -> Entry:
        if self.outcome is Outcome.FAILED:
            return Entry(self.draft.path, self.outcome, code="rules")
        new = self.outcome in NEW
        parsed = self.draft.parsed
        uid = None if dry and self.known.pk is None else self.known.uid
        notes = parsed.notes if new else ()
        return Entry(
            self.draft.path, self.outcome, uid, parsed.encoding, parsed.certain, notes, waiting=self.waiting
        )


@dataclass
class Ledger:
    """Where a run writes what it did. `change_set` is made with the first thing that changes; `counts` are
    of the batches that are in, so that a run that was killed still tells. `renews` says that newer versions
    of texts are taken."""

    project: Project
    member: Membership | None
    run: ImportRun | None = None
    change_set: ChangeSet | None = None
    counts: Counter[str] = field(default_factory=Counter)
    renews: bool = False


def plan(
    project: Project | None, drafts: Sequence[Draft], planned: KnownTexts | None = None, renews: bool = False
) -> list[Step]:
    """What is to be done with the drafts, in their order; nothing is written. With `renews`, a newer version
    of an article becomes its text.

    `planned` are the articles of earlier plans that were not stored, for a dry run; it is added to.
    """
    known = {digest: list(articles) for digest, articles in (planned or {}).items()}
    digests = [draft.parsed.sha256 for draft in drafts]
    for digest, articles in (identity.known_texts(project, digests) if project else {}).items():
        known[digest] = articles + known.get(digest, [])
    earlier = Earlier(project, drafts) if project and renews else None
    steps = []
    for draft in drafts:
        there = known.setdefault(draft.parsed.sha256, [])
        step = _step(draft, there, earlier)
        steps.append(step)
        if step.outcome in (*NEW, Outcome.RENEWED):
            there.append(step.known)
            if planned is not None:
                planned.setdefault(draft.parsed.sha256, []).append(step.known)
    _plan_updates(steps)
    return steps


def _step(draft: Draft, there: list[Known], earlier: Earlier | None) -> Step:
    """`there` are the articles that have or had the draft's text, the earliest first."""
    if draft.whole:
        if match := identity.same_file(draft, there):
            return Step(draft, Outcome.SKIPPED, match)
        whole = draft.whole()  # the article was there when the file was read, and has gone since
        if whole is None:
            return Step(draft, Outcome.FAILED, identity.new(draft))
        draft = whole
    if match := identity.match(draft, there):
        return Step(draft, Outcome.SKIPPED, match)
    if earlier and (article := earlier.take(draft)):
        had = any(one.pk == article.pk for one in there)  # an older version comes again
        return Step(draft, Outcome.SKIPPED if had else Outcome.RENEWED, article)
    return Step(
        draft, Outcome.COPY if there else Outcome.ADDED, identity.new(draft), there[0] if there else None
    )


def _plan_updates(steps: list[Step]) -> None:
    """A known file that the CSV file has a row for gets the row's values, but for what a member set."""
    there = [step for step in steps if step.outcome is Outcome.SKIPPED and step.known.pk]
    rows = [step for step in there if step.draft.row and step.known.filename == step.draft.filename]
    articles = Article.objects.select_related("source").in_bulk([s.known.pk for s in rows])
    for step in rows:
        article = articles[step.known.pk]
        now = details_of(article)
        for key, value in step.draft.values.items():
            free = value.origin == "csv" and now[key].origin != MEMBER
            if free and now[key].value != value.value:
                step.after[key] = Detail(value.value, value.origin)
        if step.after:
            step.outcome, step.article = Outcome.UPDATED, article


def store(ledger: Ledger, drafts: Sequence[Draft]) -> list[Entry]:
    """Write the drafts in one transaction, with history and search index; what came of each, in order."""
    change_set = ledger.change_set
    with transaction.atomic():
        # Two imports into one project would each miss the other's articles; coders go on meanwhile.
        Project.objects.select_for_update(no_key=True).get(pk=ledger.project.pk)
        steps = plan(ledger.project, drafts, renews=ledger.renews)
        sources = _sources(ledger.project, steps)
        _add(ledger.project, steps, sources)
        changed = [*_added(steps), *_update(steps)]
        if changed:
            change_set = change_set or ChangeSet.objects.create(
                project=ledger.project, member=ledger.member, action="import"
            )
            bulk.insert(Change, CHANGE, [(change_set.pk, *change) for change in changed])
        _renew(ledger, steps)
        counts = ledger.counts + Counter(step.outcome.value for step in steps)
        if ledger.run:
            ImportRun.objects.filter(pk=ledger.run.pk).update(counts=counts, change_set=change_set)
    if ledger.run:
        ledger.run.change_set = change_set
    # Only now is it certain that they were written.
    ledger.change_set, ledger.counts = change_set, counts
    return [step.entry() for step in steps]


def _sources(project: Project, steps: Iterable[Step]) -> dict[str, Source]:
    """The sources that the steps name, by key; made where there is none."""
    names = {
        identity.source_key(step.draft.values["source"].value): step.draft.values["source"].value
        for step in steps
        if step.outcome in NEW and "source" in step.draft.values
    }
    there = {source.key: source for source in Source.objects.filter(project=project, key__in=names)}
    for key in names.keys() - there.keys():
        there[key], _made = Source.objects.get_or_create(
            project=project, key=key, defaults={"name": names[key]}
        )
    return there


def _add(project: Project, steps: list[Step], sources: Mapping[str, Source]) -> None:
    """The copies come second: what they are copies of may be in the same batch."""
    new = [step for outcome in (Outcome.ADDED, Outcome.COPY) for step in steps if step.outcome is outcome]
    pks = dict(zip((step.known.uid for step in new), bulk.new_keys(Article, len(new)), strict=True))
    rows = []
    for step in new:
        row = _article(step, sources)
        row |= {"id": pks[step.known.uid], "project_id": project.pk, "imported_at": timezone.now()}
        if step.first:
            row["copy_of_id"] = step.first.pk or pks[step.first.uid]
        rows.append(row)
    added = [(step.draft, pks[step.known.uid]) for step in new]
    bulk.insert(Article, ARTICLE, [_columns(row) for row in rows])
    bulk.insert(ArticleText, TEXT, [_text(draft, pk) for draft, pk in added])
    bulk.insert(Original, ORIGINAL, [_original(draft, pk) for draft, pk in added])
    index_new({pk: _entries(draft) for draft, pk in added})


def _article(step: Step, sources: Mapping[str, Source]) -> dict[str, Any]:
    """The article's columns: what is said of it, where that comes from, and what is derived from it."""
    draft = step.draft
    said = {key: value.value for key, value in draft.values.items()}
    source = said.pop("source", "")
    label = "" if "title" in said else (draft.parsed.label or draft.filename)[:200]
    row = BLANK | said
    row |= {
        "uid": step.known.uid,
        "filename": draft.filename,
        "length": len(draft.parsed.text),
        "label": label,
        "language": said.get("language", DEFAULT_LANGUAGE),
        "source_id": sources[identity.source_key(source)].pk if source else None,
        "origins": {key: value.origin for key, value in draft.values.items()},
        "sort_key": folded_key(row["title"] or label),
    }
    if row["published"]:
        row["published_from"], row["published_to"] = dates.bounds(row["published"])
    return row


def _text(draft: Draft, pk: int) -> tuple[Any, ...]:
    parsed = draft.parsed
    return pk, 1, parsed.sha256, len(parsed.text), parsed.rules_version, parsed.blocks, parsed.text


def _original(draft: Draft, pk: int) -> tuple[Any, ...]:
    parsed = draft.parsed
    return pk, parsed.data_sha256, parsed.encoding, parsed.certain, list(parsed.notes), draft.data


def _entries(draft: Draft) -> Entries:
    if draft.entries is None:
        return reading.words(draft.parsed, draft.values, connection.vendor)
    return draft.entries


Changed = tuple[str, UUID, dict[str, Any] | None, dict[str, Any] | None]
"""The kind of an object, its uid, its state before and after."""


def _added(steps: Iterable[Step]) -> Iterator[Changed]:
    for step in steps:
        if step.outcome in NEW:
            draft = step.draft
            title = draft.values["title"].value if "title" in draft.values else ""
            state = {"filename": draft.filename, "title": title, "sha256": draft.parsed.sha256}
            yield "article", step.known.uid, None, state


def _update(steps: Iterable[Step]) -> Iterator[Changed]:
    """Write the new values as a correction does, so that they can be undone."""
    updated = [(step.article, step.after) for step in steps if step.after and step.article]
    record = Recorder()
    change([article for article, _after in updated], [after for _article, after in updated], record)
    for made in record.changes:
        yield made.kind, made.object, made.before, made.after


def _renew(ledger: Ledger, steps: Iterable[Step]) -> None:
    """Each as a correction of its own in history, which the article's page can take back."""
    why = texts.Why(ledger.member, Correction.Reason.UPDATE)
    for step in steps:
        if step.outcome is Outcome.RENEWED:
            article = texts.held(ledger.project, step.known.uid)
            given = {key: value for key, value in step.draft.values.items() if value.origin in GIVEN}
            with recording(ledger.member, texts.KIND, article, project=ledger.project) as record:
                step.waiting = texts.renew(article, step.draft.parsed.text, why, record, given).waiting

"""Files that were read become rows: a batch in one transaction, a file in whole or not at all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from .. import dates
from ..changes import Change, ChangeSet
from ..models import Article, ArticleText, ImportRun, Membership, Original, Project, Source
from ..search import index_articles
from ..search.language import folded_key
from . import identity
from .blocks import Value
from .identity import Draft, Known, KnownTexts
from .report import Entry, Outcome
from .values import DEFAULT_LANGUAGE

PLAIN = (
    "title", "kicker", "lead", "author", "published", "section", "page", "url", "archive_id", "retrieved",
    "credit", "genre", "language",
)  # fmt: skip
"""The keys of `values` that are columns of Article under the same name; `source` is a row of its own."""
DERIVED = ("sort_key", "published_from", "published_to", "origins", "source")


@dataclass
class Step:
    """What becomes of one draft: `known` is the article that it is or will be, `first` the earliest article
    with the same text, `article` the row to write, `before` its old values when it is updated."""

    draft: Draft
    outcome: Outcome
    known: Known
    first: Known | None = None
    article: Article | None = None
    before: dict[str, str] = field(default_factory=dict)

    def entry(self, dry: bool = False) -> Entry:
        new = self.outcome in (Outcome.ADDED, Outcome.COPY)
        parsed = self.draft.parsed
        uid = None if dry and self.known.pk is None else self.known.uid
        return Entry(
            self.draft.path, self.outcome, uid, parsed.encoding, parsed.certain, parsed.notes if new else ()
        )


@dataclass
class Ledger:
    """Where a run writes what it did. `change_set` is made with the first thing that changes; `counts` are
    of the batches that are in, so that a run that was killed still tells."""

    project: Project
    member: Membership | None
    run: ImportRun | None = None
    change_set: ChangeSet | None = None
    counts: Counter[str] = field(default_factory=Counter)


def plan(project: Project | None, drafts: Sequence[Draft], planned: KnownTexts | None = None) -> list[Step]:
    """What is to be done with the drafts, in their order; nothing is written.

    `planned` are the articles of earlier plans that were not stored, for a dry run; it is added to.
    """
    known = {digest: list(articles) for digest, articles in (planned or {}).items()}
    digests = [draft.parsed.sha256 for draft in drafts]
    for digest, articles in (identity.known_texts(project, digests) if project else {}).items():
        known[digest] = articles + known.get(digest, [])
    steps = []
    for draft in drafts:
        there = known.setdefault(draft.parsed.sha256, [])
        if match := identity.match(draft, there):
            steps.append(Step(draft, Outcome.SKIPPED, match))
            continue
        new = identity.new(draft)
        steps.append(Step(draft, Outcome.COPY if there else Outcome.ADDED, new, there[0] if there else None))
        there.append(new)
        if planned is not None:
            planned.setdefault(draft.parsed.sha256, []).append(new)
    _plan_updates(steps)
    return steps


def _plan_updates(steps: list[Step]) -> None:
    """A known file that the CSV file has a row for gets the row's values, but for what a member set."""
    rows = [s for s in steps if s.draft.row and s.known.pk and s.known.filename == s.draft.filename]
    articles = Article.objects.select_related("source").in_bulk([s.known.pk for s in rows])
    for step in rows:
        article = articles[step.known.pk]
        for key, value in step.draft.values.items():
            if value.origin != "csv" or article.origins.get(key) == "member":
                continue
            now = _stored(article, key)
            if now != value.value:
                step.before[key] = now
        if step.before:
            step.outcome, step.article = Outcome.UPDATED, article


def _stored(article: Article, key: str) -> str:
    if key == "source":
        return article.source.name if article.source else ""
    return str(getattr(article, key))


def store(ledger: Ledger, drafts: Sequence[Draft]) -> list[Entry]:
    """Write the drafts in one transaction, with history and search index; what came of each, in order."""
    change_set = ledger.change_set
    with transaction.atomic():
        # Two imports into one project would each miss the other's articles.
        Project.objects.select_for_update().get(pk=ledger.project.pk)
        steps = plan(ledger.project, drafts)
        sources = _sources(ledger.project, steps)
        _add(ledger.project, steps, sources)
        _update(steps, sources)
        changes = [_change(step) for step in steps if step.article]
        if changes:
            change_set = change_set or ChangeSet.objects.create(
                project=ledger.project, member=ledger.member, action="import"
            )
            for change in changes:
                change.change_set = change_set
            Change.objects.bulk_create(changes)
        counts = ledger.counts + Counter(step.outcome.value for step in steps)
        if ledger.run:
            ImportRun.objects.filter(pk=ledger.run.pk).update(counts=counts)
    # Only now is it certain that they were written.
    ledger.change_set, ledger.counts = change_set, counts
    return [step.entry() for step in steps]


def _sources(project: Project, steps: Iterable[Step]) -> dict[str, Source]:
    """The sources that the steps name, by key; made where there is none."""
    names = {
        identity.source_key(step.draft.values["source"].value): step.draft.values["source"].value
        for step in steps
        if step.outcome is not Outcome.SKIPPED and "source" in step.draft.values
    }
    there = {source.key: source for source in Source.objects.filter(project=project, key__in=names)}
    for key in names.keys() - there.keys():
        there[key], _made = Source.objects.get_or_create(
            project=project, key=key, defaults={"name": names[key]}
        )
    return there


def _add(project: Project, steps: list[Step], sources: Mapping[str, Source]) -> None:
    """The copies come second: what they are copies of may be in the same batch."""
    new = [step for step in steps if step.outcome in (Outcome.ADDED, Outcome.COPY)]
    pks: dict[UUID, int] = {}
    for outcome in (Outcome.ADDED, Outcome.COPY):
        some = [step for step in new if step.outcome is outcome]
        for step in some:
            first = (step.first.pk or pks[step.first.uid]) if step.first else None
            step.article = _article(project, step, first, sources)
        Article.objects.bulk_create([step.article for step in some if step.article])
        pks |= {step.article.uid: step.article.pk for step in some if step.article}
    ArticleText.objects.bulk_create(_text(step) for step in new)
    Original.objects.bulk_create(_original(step) for step in new)
    texts = {step.article.pk: step.draft.parsed.text for step in new if step.article}
    index_articles([step.article for step in new if step.article], texts)


def _article(project: Project, step: Step, first: int | None, sources: Mapping[str, Source]) -> Article:
    draft = step.draft
    article = Article(
        uid=step.known.uid,
        project=project,
        filename=draft.filename,
        length=len(draft.parsed.text),
        label="" if "title" in draft.values else (draft.parsed.label or draft.filename)[:200],
        language=DEFAULT_LANGUAGE,
        copy_of_id=first,
    )
    _fill(article, draft.values, sources)
    return article


def _fill(article: Article, values: Mapping[str, Value], sources: Mapping[str, Source]) -> None:
    """Set the values, where they come from, and what is derived from them."""
    for key, value in values.items():
        if key == "source":
            article.source = sources[identity.source_key(value.value)]
        else:
            setattr(article, key, value.value)
    article.origins = article.origins | {key: value.origin for key, value in values.items()}
    article.sort_key = folded_key(article.title or article.label)
    if article.published:
        article.published_from, article.published_to = dates.bounds(article.published)


def _text(step: Step) -> ArticleText:
    parsed = step.draft.parsed
    return ArticleText(
        article=step.article,
        sha256=parsed.sha256,
        length=len(parsed.text),
        rules_version=parsed.rules_version,
        blocks=parsed.blocks,
        text=parsed.text,
    )


def _original(step: Step) -> Original:
    parsed = step.draft.parsed
    return Original(
        article=step.article,
        sha256=parsed.data_sha256,
        encoding=parsed.encoding,
        certain=parsed.certain,
        notes=list(parsed.notes),
        data=step.draft.data,
    )


def _update(steps: Iterable[Step], sources: Mapping[str, Source]) -> None:
    changed = []
    for step in steps:
        if step.outcome is Outcome.UPDATED and step.article:
            _fill(step.article, {key: step.draft.values[key] for key in step.before}, sources)
            step.article.save(update_fields=[*PLAIN, *DERIVED])
            changed.append(step.article)
    index_articles(changed)


def _change(step: Step) -> Change:
    article, digest = step.article, step.draft.parsed.sha256
    assert article is not None
    after: dict[str, Any] = {"filename": article.filename, "title": article.title, "sha256": digest}
    before = None
    if step.before:
        before = after | step.before
        after = after | {key: step.draft.values[key].value for key in step.before}
    return Change(kind="article", object=article.uid, before=before, after=after)

"""Newer rules over articles that older ones read: what would change is shown first, then done as one change
set. What a member set stays, in values and in blocks, and so does what a CSV file or a caller said."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import F, QuerySet

from .. import changes
from ..changes import ChangeSet
from ..importing.blocks import Block
from ..importing.structure import RULES_VERSION, structure
from ..importing.values import merge
from ..models import Article, ArticleText, Membership, Project
from . import blocks, details, stretches
from .detail import MEMBER, Detail, flat
from .stretches import blocks_of

ACTION = "rules"
BATCH = 100
"""Articles in one transaction: others wait for well under a second."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Proposal:
    """What the rules of today make of one article. `details` are the values whose value or origin changes."""

    article: Article
    text: ArticleText
    details: dict[str, Detail]
    blocks: list[Block]
    found: dict[str, str]

    @cached_property
    def before(self) -> dict[str, Detail]:
        return details.details_of(self.article)

    @property
    def values(self) -> list[tuple[str, str, str]]:
        """The values that read differently: (key, before, after)."""
        now = self.before
        return [(k, now[k].value, d.value) for k, d in self.details.items() if now[k].value != d.value]

    @property
    def kept(self) -> list[tuple[str, Detail, str]]:
        """The values that members set and that the rules would read differently: (key, value, what the rules
        find)."""
        return [
            (key, detail, self.found[key])
            for key, detail in self.before.items()
            if detail.origin == MEMBER and self.found.get(key, "") not in ("", flat(detail.value))
        ]

    @cached_property
    def stretches(self) -> list[tuple[Block, list[str]]]:
        """The new blocks that are of another kind or length, each with the kinds that stood there before."""
        old = blocks_of(self.text.blocks)
        same = {(block.kind, block.start, block.end) for block in old}
        new = [block for block in self.blocks if (block.kind, block.start, block.end) not in same]
        return [
            (block, [o.kind for o in old if o.start < block.end and block.start < o.end]) for block in new
        ]

    @property
    def differs(self) -> bool:
        return bool(self.values or self.stretches)


@dataclass
class Outcome:
    """What a run did: articles read anew, those of them that differ now, those on which the rules failed."""

    done: int = 0
    differ: int = 0
    failed: int = 0
    change_set: ChangeSet | None = None


def outdated(project: Project) -> QuerySet[ArticleText]:
    """The current texts that older rules read, in a fixed order; what came with blocks of its own is none."""
    rows = ArticleText.objects.filter(article__project=project, version=F("article__text_version"))
    return rows.filter(rules_version__gt=0, rules_version__lt=RULES_VERSION).order_by("article_id")


def proposals(rows: QuerySet[ArticleText]) -> Iterator[Proposal | None]:
    """What would become of each; None where the rules fail on a text."""
    return map(propose, rows.select_related("article__source").iterator(chunk_size=BATCH))


def propose(text: ArticleText) -> Proposal | None:
    """What the rules of today make of the text and its article; nothing is written."""
    article = text.article
    try:
        fresh = structure(text.text, article.language)
    except Exception as error:
        # As in an import: one text that nobody has foreseen must not end a run over thousands.
        log.error("the rules failed on a text: %s", type(error).__name__)
        return None
    values = merge({}, {}, fresh.metadata)
    now = details.details_of(article)
    again = {k: d.found_again(values.get(k), details.DEFAULTS.get(k, "")) for k, d in now.items()}
    kept = stretches.set_by_people(blocks_of(text.blocks))
    return Proposal(
        article,
        text,
        {key: detail for key, detail in again.items() if detail != now[key]},
        stretches.merged(text.text, kept, fresh.blocks),
        {key: value.value for key, value in values.items()},
    )


def apply(
    project: Project,
    member: Membership | None,
    chosen: Collection[UUID] | None = None,
    *,
    limit: int | None = None,
    onto: ChangeSet | None = None,
    progress: Callable[[int], None] | None = None,
) -> Outcome:
    """Let the rules of today read the project's outdated articles, or the chosen ones of them.

    A batch is one transaction, all of them are one change set (`onto`, when a run goes on); a run that was
    cut short goes on with what is left. No more than `limit` articles; `progress` gets the number done.
    Without a member history names nobody.
    """
    rows = outdated(project)
    if chosen is not None:
        rows = rows.filter(article__uid__in=chosen)
    todo = list(rows.values_list("article__uid", flat=True)[:limit])
    outcome = Outcome(change_set=onto)
    for n in range(0, len(todo), BATCH):
        _apply_batch(project, member, todo[n : n + BATCH], outcome)
        if progress:
            progress(outcome.done + outcome.failed)
    return outcome


def _apply_batch(project: Project, member: Membership | None, uids: Sequence[UUID], outcome: Outcome) -> None:
    with changes.recording(member, ACTION, onto=outcome.change_set, project=project) as record:
        held = {article.pk: article for article in details.held(project, uids)}
        rows = outdated(project).filter(article__in=held)
        found = list(_proposed(held, rows.select_for_update(no_key=True, of=("self",))))
        done = [proposal for proposal in found if proposal]
        blocks.save([(p.article, p.text, p.blocks, RULES_VERSION) for p in done], record)
        differ = sum(proposal.differs for proposal in done)
        details.change([p.article for p in done], [p.details for p in done], record)
    outcome.change_set = record.change_set or outcome.change_set
    outcome.done += len(done)
    outcome.differ += differ
    outcome.failed += len(found) - len(done)


def _proposed(held: dict[int, Article], texts: Iterable[ArticleText]) -> Iterator[Proposal | None]:
    for text in texts:
        text.article = held[text.article_id]
        yield propose(text)

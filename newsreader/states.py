"""How far a member is with an article, and what they have read."""

from collections.abc import Sequence

from . import changes
from .models import Article, CodingState, Membership, Reading
from .recording import coding_state

State = CodingState.State
BATCH = 2_000  # articles


def state_of(member: Membership, article: Article) -> CodingState:
    """The member's state of the article; an unsaved "open" when there is none."""
    found = CodingState.objects.filter(member=member, article=article).first()
    return found or CodingState(member=member, article=article)


def set_state(member: Membership, article: Article, state: str, reason: str = "") -> CodingState:
    """Set the member's state of the article, as one change set."""
    with changes.recording(member, "state", article) as record:
        rows = CodingState.objects.select_for_update()
        row, is_new = rows.get_or_create(member=member, article=article)
        before = None if is_new else coding_state(row)
        row.state, row.reason = state, reason
        row.save()
        record("state", row.uid, before, coding_state(row))
    return row


def begin(member: Membership, article: Article) -> None:
    """The first mark puts an open article in progress. It is no change set of its own: taking the mark back
    does not make the article untouched."""
    rows = CodingState.objects.filter(member=member, article=article)
    row, _is_new = rows.get_or_create(member=member, article=article, defaults={"state": State.PROGRESS})
    if row.state == State.OPEN:
        rows.filter(state=State.OPEN).update(state=State.PROGRESS)


def begin_many(member: Membership, articles: Sequence[int]) -> None:
    """The same of many articles, by primary key."""
    for n in range(0, len(articles), BATCH):
        batch = articles[n : n + BATCH]
        rows = CodingState.objects.filter(member=member, article__in=batch)
        known = set(rows.values_list("article", flat=True))
        new = (
            CodingState(member=member, article_id=pk, state=State.PROGRESS) for pk in batch if pk not in known
        )
        CodingState.objects.bulk_create(new, ignore_conflicts=True)
        rows.filter(state=State.OPEN).update(state=State.PROGRESS)


def mark_read(member: Membership, article: Article) -> None:
    Reading.objects.get_or_create(member=member, article=article)

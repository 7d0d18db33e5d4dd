"""A decision on a suggestion as a state. A suggestion itself never changes, so it is no kind of history."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from newsreader import access, changes
from newsreader.changes import State, States, Words
from newsreader.models import Article, Membership, Project

from ..models import Decision, Suggestion

BATCH = 1_000


def decision_state(decision: Decision) -> State:
    return {
        "article": str(decision.article.uid),
        "owner": str(decision.member.uid),
        "suggestion": str(decision.suggestion.uid),
        "verdict": decision.verdict,
        "in_bulk": decision.in_bulk,
        "created_at": decision.made_at.isoformat(),
    }


def of(project: Project) -> QuerySet[Decision]:
    return Decision.objects.filter(article__project=project)


def _read(project: Project, uids: list[uuid.UUID]) -> States:
    rows = of(project).filter(uid__in=uids).select_related("article", "member", "suggestion")
    return {row.uid: decision_state(row) for row in rows.select_for_update(of=("self",))}


def _write(project: Project, uid: uuid.UUID, state: State | None) -> None:
    if state is None:
        of(project).filter(uid=uid).delete()
        return
    _write_many(project, {uid: state})


def _write_many(project: Project, states: Mapping[uuid.UUID, State]) -> None:
    """Raises ObjectDoesNotExist for a suggestion that is gone, IntegrityError for one that the member has
    decided once more since."""
    there = of(project).in_bulk(list(states), field_name="uid")
    for uid, row in there.items():
        row.verdict = states[uid].get("verdict", row.verdict)
        row.in_bulk = states[uid].get("in_bulk", row.in_bulk)
    Decision.objects.bulk_update(there.values(), ["verdict", "in_bulk"], batch_size=BATCH)
    new = {uid: state for uid, state in states.items() if uid not in there}
    wanted = {uuid.UUID(state["suggestion"]) for state in new.values()}
    rows = Suggestion.objects.of(project).filter(uid__in=wanted).select_related("article")
    suggestions = {str(row.uid): row for row in rows.defer("quote")}
    if len(suggestions) < len(wanted):
        raise Suggestion.DoesNotExist
    members = {str(row.uid): row for row in project.memberships.filter(uid__in=_owners(new))}
    Decision.objects.bulk_create(
        Decision(
            uid=uid,
            article=suggestions[state["suggestion"]].article,
            suggestion=suggestions[state["suggestion"]],
            member=members[state["owner"]],
            verdict=state["verdict"],
            in_bulk=state["in_bulk"],
            made_at=datetime.fromisoformat(state["created_at"]),
        )
        for uid, state in new.items()
    )


def _owners(states: States) -> set[str]:
    return {state["owner"] for state in states.values()}


def _remove_many(project: Project, uids: Collection[uuid.UUID]) -> None:
    of(project).filter(uid__in=uids).delete()


def _words(project: Project, states: list[State]) -> Words:
    return {("verdict", value): label for value, label in Decision.Verdict.choices}


def _names(project: Project, uids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """By how the suggested words begin."""
    rows = of(project).filter(uid__in=uids).values_list("uid", "suggestion__quote")
    return {uid: quote if len(quote) <= 80 else f"{quote[:80]}…" for uid, quote in rows}


def _may(member: Membership, now: State | None, wanted: State | None) -> bool:
    return access.may_edit_of(member, (now or wanted or {}).get("owner"))


def _in_article(article: Article) -> "QuerySet[Any, Any]":
    return article.decisions.values("uid")


KIND = changes.Kind(
    "decision",
    3,
    _read,
    _write,
    _words,
    _may,
    _write_many,
    names=_names,
    in_article=_in_article,
    remove_many=_remove_many,
)

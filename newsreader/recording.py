"""How newsreader's own objects are read and put back by history and undo."""

import uuid
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import access, changes, taking_out
from .access import Action
from .changes import Refused, State, Words
from .corrections import kinds
from .models import CodingState, Membership, Project


def coding_state(row: CodingState) -> State:
    return {
        "member": str(row.member.uid),
        "article": str(row.article.uid),
        "state": row.state,
        "reason": row.reason,
    }


def _read_coding_states(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
    rows = CodingState.objects.filter(article__project=project, uid__in=uids)
    rows = rows.select_related("member", "article").select_for_update(of=("self",))
    return {row.uid: coding_state(row) for row in rows}


def _write_coding_state(project: Project, uid: uuid.UUID, state: State | None) -> None:
    if state is None:
        CodingState.objects.filter(article__project=project, uid=uid).delete()
        return
    CodingState.objects.update_or_create(
        uid=uid,
        defaults={
            "member": project.memberships.get(uid=state["member"]),
            "article": project.articles.get(uid=state["article"]),
            "state": state["state"],
            "reason": state["reason"],
        },
    )


def _coding_state_words(project: Project, states: list[State]) -> Words:
    return {("state", value): label for value, label in CodingState.State.choices}


def _may_put_coding_state(member: Membership, now: State | None, wanted: State | None) -> bool:
    return access.may_edit_of(member, (now or wanted or {}).get("member"))


# What a lead sets of a project, each a kind of its own: a new name is undone without touching the rest.
SETTINGS = {
    "name": "project.name",
    "visibility": "project.visibility",
    "codebook_open": "project.codebook",
    "speakers_open": "project.speakers",
    "archived_at": "project.archived",
}
OPEN_WORDS = {"True": _("open to coders"), "False": _("closed: the lead adds")}
SETTING_WORDS: dict[tuple[str, str], Promise | str] = {
    **{("visibility", value): label for value, label in Project.Visibility.choices},
    **{
        (part, value): label
        for part in ("codebook_open", "speakers_open")
        for value, label in OPEN_WORDS.items()
    },
    ("archived_at", "True"): _("yes"),
    ("archived_at", "False"): _("no"),
}


def setting(project: Project, field: str) -> State:
    """One setting as a state; of an archived project that it is, since when does not matter."""
    value = getattr(project, field)
    return {field: bool(value) if field == "archived_at" else value}


def put_setting(project: Project, field: str, value: Any) -> None:
    if field == "archived_at":
        value = timezone.now() if value else None
    Project.objects.filter(pk=project.pk).update(**{field: value})
    setattr(project, field, value)


def _setting_kind(field: str, name: str) -> changes.Kind:
    def read(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
        row = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        return {row.uid: setting(row, field)}

    def write(project: Project, uid: uuid.UUID, state: State | None) -> None:
        put_setting(project, field, (state or {})[field])

    def may(member: Membership, now: State | None, wanted: State | None) -> bool:
        return access.may(member, Action.ARCHIVE if field == "archived_at" else Action.MANAGE)

    return changes.Kind(name, 0, read, write, lambda _project, _states: SETTING_WORDS, may)


def member_state(member: Membership) -> State:
    return {"name": member.name, "role": member.role}


def lock_members(project: Project) -> QuerySet[Membership]:
    """The project's members, for changing them: one change at a time in a project, so that two leads who
    demote each other wait for one another. Others may go on referring to what is locked."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    return project.memberships.select_for_update(no_key=True, of=("self",))


def _read_members(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
    rows = lock_members(project).filter(uid__in=uids).exclude(user=None)
    return {row.uid: member_state(row) for row in rows}


def _write_member(project: Project, uid: uuid.UUID, state: State | None) -> None:
    project.memberships.filter(uid=uid).update(role=(state or {})["role"])
    keep_a_lead(project)


def keep_a_lead(project: Project) -> None:
    """Raises Refused when nobody is left to lead the project. Called after the change, under the lock."""
    if not project.memberships.leads().exists():
        raise Refused(_("A project needs a lead. Make somebody else lead first."))


def _role_words(project: Project, states: list[State]) -> Words:
    return {("role", value): label for value, label in Membership.Role.choices}


def _member_names(project: Project, uids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    return dict(project.memberships.filter(uid__in=uids).values_list("uid", "name"))


def _may_manage(member: Membership, now: State | None, wanted: State | None) -> bool:
    return access.may(member, Action.MANAGE)


def _told_only(name: str, words: Callable[[Project, list[State]], Words]) -> changes.Kind:
    """A kind that history tells of in words and that is never put back (access.FINAL)."""

    def read(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
        return {}

    def write(project: Project, uid: uuid.UUID, state: State | None) -> None:
        raise Refused(_("This cannot be taken back."))

    return changes.Kind(name, 0, read, write, words)


def register() -> None:
    for kind in (
        changes.Kind(
            "state",
            9,
            _read_coding_states,
            _write_coding_state,
            _coding_state_words,
            _may_put_coding_state,
            in_article=lambda article: CodingState.objects.filter(article=article).values("uid"),
        ),
        changes.Kind(
            "member", 0, _read_members, _write_member, _role_words, _may_manage, names=_member_names
        ),
        _told_only("invitation", _role_words),
        _told_only("release", changes.no_words),
        _told_only("project", lambda _project, _states: SETTING_WORDS),
        *(_setting_kind(field, name) for field, name in SETTINGS.items()),
        taking_out.ARTICLE,
        kinds.DETAILS,
        kinds.BLOCKS,
        kinds.TEXT,
    ):
        changes.register(kind)

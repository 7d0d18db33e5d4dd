"""A comment as a state."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from newsreader import access, changes
from newsreader.access import Action
from newsreader.changes import Recorder, State, Words
from newsreader.models import Article, Membership, Project

from ..models import Annotation, Comment
from .annotation import NAME, names


def comment_state(comment: Comment) -> State:
    """A resolved thread is resolved; since when does not matter."""
    return {
        "article": str(comment.article.uid),
        "annotation": str(comment.annotation.uid) if comment.annotation else None,
        "thread": str(comment.thread.uid) if comment.thread else None,
        "owner": str(comment.author.uid),
        **said(comment),
        "resolved": bool(comment.resolved_at),
        "created_at": comment.created_at.isoformat(),
    }


def said(comment: Comment) -> State:
    """What its author can change."""
    return {"comment": comment.text, "mentioned": sorted(str(row.uid) for row in comment.mentioned.all())}


def about(comment: Comment) -> State:
    """The parts that go with every change of it."""
    return {"article": str(comment.article.uid), "owner": str(comment.author.uid)}


def remove_comments(annotation: Annotation, record: Recorder) -> None:
    """All threads about the annotation, the answers first: they refer to what they answer."""
    rows = annotation.comments.select_related("article", "annotation", "thread", "author")
    found = sorted(rows, key=lambda comment: (comment.thread_id is None, -comment.pk))
    for comment in found:
        record("comment", comment.uid, comment_state(comment), None)
        comment.delete()


def _read(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
    rows = project.comments.filter(uid__in=uids).select_for_update(of=("self",))
    rows = rows.select_related("article", "annotation", "thread", "author")
    return {row.uid: comment_state(row) for row in rows}


def _write(project: Project, uid: uuid.UUID, state: State | None) -> None:
    if state is None:
        project.comments.filter(uid=uid).delete()
        return
    comment = project.comments.filter(uid=uid).first() or _made(project, uid, state)
    if comment.pk and state.get("comment", comment.text) != comment.text:
        comment.modified_at = timezone.now()
    comment.text = state.get("comment", comment.text)
    if "annotation" in state:
        about = state["annotation"]
        comment.annotation = project.annotations.get(uid=about) if about else None
    if "resolved" in state:
        comment.resolved_at = timezone.now() if state["resolved"] else None
    comment.save()
    if "mentioned" in state:
        comment.mentioned.set(project.memberships.filter(uid__in=state["mentioned"]))


def _made(project: Project, uid: uuid.UUID, state: State) -> Comment:
    """A removed one comes back."""
    created_at = datetime.fromisoformat(state["created_at"])
    return Comment(
        uid=uid,
        project=project,
        article=project.articles.get(uid=state["article"]),
        annotation=project.annotations.get(uid=state["annotation"]) if state["annotation"] else None,
        thread=project.comments.get(uid=state["thread"]) if state["thread"] else None,
        author=project.memberships.get(uid=state["owner"]),
        created_at=created_at,
        modified_at=created_at,
    )


def _words(project: Project, states: list[State]) -> Words:
    named = {uid for state in states for uid in state.get("mentioned", ())}
    members = project.memberships.filter(uid__in=named).values_list("uid", "name")
    marks = {state["annotation"] for state in states if state.get("annotation")}
    threads = {state["thread"] for state in states if state.get("thread")}
    begun = project.comments.filter(uid__in=threads).values_list("uid", Left("text", NAME))
    return {
        **{("mentioned", str(uid)): name for uid, name in members},
        **{("annotation", str(uid)): name for uid, name in names(project, marks).items()},
        **{("thread", str(uid)): words for uid, words in begun},
    }


def _may_put(member: Membership, now: State | None, wanted: State | None) -> bool:
    """Words are changed by whose they are. A whole comment comes and goes with the action that it is part of:
    an annotation takes along what others have said about it, and brings it back. A state without an owner is
    what anybody who annotates may change: whether the thread is resolved, and where it stands when its
    annotation was joined with another."""
    if now is None or wanted is None or "owner" not in now:
        return access.may(member, Action.ANNOTATE)
    return access.may_edit_of(member, now["owner"])


def _in_article(article: Article) -> QuerySet[Comment, Any]:
    return article.comments.values("uid")


KIND = changes.Kind("comment", 3, _read, _write, _words, _may_put, in_article=_in_article)

"""The memo on an article as a state. It goes by its article's uid: there is one at most."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from newsreader import access, changes
from newsreader.access import Action
from newsreader.changes import State
from newsreader.models import Article, Membership, Project

from ..models import Memo


def memo_state(article: Article, memo: Memo) -> State:
    return {"article": str(article.uid), "memo": memo.text}


def _read(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
    rows = Memo.objects.filter(article__project=project, article__uid__in=uids)
    found = rows.select_related("article").select_for_update(of=("self",))
    return {row.article.uid: memo_state(row.article, row) for row in found}


def _write(project: Project, uid: uuid.UUID, state: State | None) -> None:
    article = project.articles.get(uid=uid)
    if state is None:
        Memo.objects.filter(article=article).delete()
        return
    values = {"text": state["memo"], "modified_at": timezone.now()}
    Memo.objects.update_or_create(article=article, defaults=values)


def _may(member: Membership, now: State | None, wanted: State | None) -> bool:
    return access.may(member, Action.ANNOTATE) and not access.sees_only_own(member)


def _in_article(article: Article) -> "QuerySet[Any, Any]":
    return Article.objects.filter(pk=article.pk).values("uid")


KIND = changes.Kind("memo", 0, _read, _write, may=_may, in_article=_in_article)

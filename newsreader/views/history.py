"""What happened in a project, and taking it back."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import undo
from ..access import Action, member_view, refusal
from ..changes import ChangeSet
from ..forms import NextForm, PageForm, UndoForm
from ..history import about_of, action_words, change_sets, comparisons, entries, history_in, may_turn
from ..htmx import is_fragment, page_or_fragment
from ..models import Article, Membership
from ..telling import About, lines

PAGE_SIZE = 50

Place = tuple[Any, ...]  # what redirect() takes


@require_safe
@member_view(Action.READ)
def history(request: HttpRequest, member: Membership) -> HttpResponse:
    """The newest change sets, 50 a page."""
    context = page_of(request, member, change_sets(member))
    return page_or_fragment(request, "newsreader/history.html", "newsreader/_history.html", context)


@require_safe
@member_view(Action.READ)
def of_article(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    article = get_object_or_404(member.project.articles, uid=uid)
    context = {"article": article, **page_of(request, member, history_in(member, article))}
    return render(request, "newsreader/article_history.html", context)


def page_of(
    request: HttpRequest, member: Membership, rows: QuerySet[ChangeSet], about: About | None = None
) -> dict[str, Any]:
    """What a page of history shows: the page that is asked for, and its lines."""
    page = Paginator(rows, PAGE_SIZE).get_page(PageForm(request.GET).number())
    return {"page": page, "lines": lines(member, list(page), about)}


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.READ)
def change_set(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """GET shows before and after; POST takes the action back, or with `redo` brings it back."""
    found = get_object_or_404(change_sets(member), uid=uid)
    if request.method != "POST":
        return _show(request, member, found)
    form = UndoForm(request.POST)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {"redo": False, "settle": ""}
    place: Place = ("history", member.project.slug)
    asked = NextForm(request, request.POST).destination("projects")
    if "next" in request.POST and asked.startswith("/"):
        place = (asked,)
    return _turn(request, member, found, said["redo"], place, settle=undo.Settle(said["settle"]))


@require_POST
@member_view(Action.ANNOTATE)
def undo_here(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    return _here(request, member, uid, forward=False)


@require_POST
@member_view(Action.ANNOTATE)
def redo_here(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    return _here(request, member, uid, forward=True)


def _here(request: HttpRequest, member: Membership, uid: uuid.UUID, forward: bool) -> HttpResponse:
    """Take back, or bring back, the member's last action in this article."""
    article = get_object_or_404(member.project.articles, uid=uid)
    found = (undo.last_undone if forward else undo.last_action)(member, article)
    form = UndoForm(request.POST)
    name = (form.is_valid() and form.cleaned_data["place"]) or "article"
    place = (name, member.project.slug, article.uid)
    if found is None:
        return _answer(request, _nothing(forward), place)
    return _turn(request, member, found, forward, place, article)


def _turn(
    request: HttpRequest,
    member: Membership,
    found: ChangeSet,
    forward: bool,
    place: Place,
    article: Article | None = None,
    settle: undo.Settle = undo.Settle.ASK,
) -> HttpResponse:
    """Take the action back, or bring it back with `forward`, and go on at `place`."""
    if not may_turn(member, found):
        raise refusal(member)
    try:
        (undo.redo if forward else undo.undo)(member, found, settle)
    except undo.NothingToUndo:
        return _answer(request, _nothing(forward), place)
    except undo.Conflict as conflict:
        return _conflict(request, member, found, conflict, forward, article)
    return _answer(request, _done(forward, found), place)


def _nothing(forward: bool) -> str:
    return _("There is nothing to bring back.") if forward else _("There is nothing to undo.")


def _done(forward: bool, change_set: ChangeSet) -> str:
    sentence = _("Brought back: %(action)s") if forward else _("Undone: %(action)s")
    return sentence % {"action": action_words(change_set)}


def _answer(request: HttpRequest, sentence: str, place: Place) -> HttpResponse:
    """A fragment request is told to draw its page again, with the sentence as a toast; a page goes back."""
    if is_fragment(request):
        event = {"wortlaut:refresh": {"toast": sentence}}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(event)})
    messages.success(request, sentence)
    return redirect(*place)


def _show(request: HttpRequest, member: Membership, change_set: ChangeSet) -> HttpResponse:
    changes = change_set.changes.order_by("id")[:PAGE_SIZE]
    context = {
        "entry": entries(member, [change_set])[0],
        "about": about_of(member, change_set),
        "comparisons": comparisons(member.project, [(c.kind, c.before, c.after) for c in changes]),
    }
    return render(request, "newsreader/change_set.html", context)


def _conflict(
    request: HttpRequest,
    member: Membership,
    found: ChangeSet,
    conflict: undo.Conflict,
    forward: bool,
    article: Article | None = None,
) -> HttpResponse:
    """409 with what the action had made of each object and what it is now, and the question what to do."""
    objects = [(change.kind, left, now) for change, left, now in conflict.objects[:PAGE_SIZE]]
    shown = comparisons(member.project, objects)
    since = not conflict.reason and any(comparison.differs for comparison in shown)
    reason = conflict.reason or _("others use it, its name is taken, or what it belongs to is gone.")
    words = (
        _("This cannot be brought back: %(reason)s") if forward else _("This cannot be undone: %(reason)s")
    )
    context = {
        "comparisons": shown,
        "sentence": _("Somebody has changed this since.") if since else words % {"reason": reason},
        "article": article,
        "change_set": found,
        "forward": forward,
        "can_settle": since,
        "changed": len(conflict.objects),
        "rest": found.changes.count() - len(conflict.objects),
    }
    page, fragment = "newsreader/undo_conflict.html", "newsreader/_undo_conflict.html"
    return page_or_fragment(request, page, fragment, context, status=409)

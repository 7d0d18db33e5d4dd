"""Threads about an annotation, about an article, and of a project."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsreader import access
from newsreader.access import Action, member_view
from newsreader.forms import PageForm
from newsreader.models import Membership
from newsreader.views import toasts

from .. import comments, memos
from ..comment_forms import SHOWN, CommentForm, EditForm, ListForm, ResolveForm
from ..comments import Place
from ..models import Comment
from ..naming import Refused
from .pieces import annotation_of

PER_PAGE = 20  # threads


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.READ)
def of_article(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """All threads in the article; a new one is about the article itself."""
    article = get_object_or_404(member.project.articles.select_related("source"), uid=uid)
    return _place(request, member, Place(article))


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.READ)
def of_annotation(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    annotation = annotation_of(member, uid)
    return _place(request, member, Place(annotation.article, annotation))


def _place(request: HttpRequest, member: Membership, place: Place) -> HttpResponse:
    if request.method != "POST":
        return _page(request, member, place)
    access.require(member, Action.ANNOTATE)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, member, place, form, status=422)
    made, done = comments.begin(member, place, form.cleaned_data["text"])
    toasts.done(request, done, _("Comment added."))
    return redirect(_address(made))


def _page(
    request: HttpRequest,
    member: Membership,
    place: Place,
    form: CommentForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    rows = Comment.objects.threads(member).filter(article=place.article).order_by("created_at", "pk")
    rows = rows.filter(annotation=place.annotation) if place.annotation else rows
    page = Paginator(rows, PER_PAGE).get_page(PageForm(request.GET).number())
    context = {
        "article": place.article,
        "annotation": place.annotation,
        "form": form or CommentForm(),
        "memo": "" if place.annotation else memos.memo_on(place.article),
        "may_write_memo": memos.may_write(member),
        **_shared(member, page),
        **more,
    }
    return render(request, "annotations/comments_of.html", context, status=status)


def _shared(member: Membership, page: Any) -> dict[str, Any]:
    may_write = access.may(member, Action.ANNOTATE)
    return {
        "page": page,
        "may_write": may_write,
        "people": comments.others(member) if may_write else [],
    }


@require_safe
@member_view(Action.READ)
def listed(request: HttpRequest, member: Membership) -> HttpResponse:
    """The threads of the project, those that are open unless others are asked for; or its memos."""
    form = ListForm(request.GET)
    data = form.cleaned_data if form.is_valid() else {}
    show, typed = data.get("show") or "open", data.get("q", "")
    rows = memos.found(member, typed) if show == "memos" else _threads(member, show, typed)
    page = Paginator(rows, PER_PAGE).get_page(PageForm(request.GET).number())
    context = {
        "form": form,
        "show": show,
        "typed": typed,
        "kept": f"{urlencode({'show': show, 'q': typed})}&",
        "choices": SHOWN.items(),
        "back": True,
        **_shared(member, page),
    }
    return render(request, "annotations/comments.html", context, status=422 if "q" in form.errors else 200)


def _threads(member: Membership, show: str, typed: str) -> QuerySet[Comment]:
    rows = Comment.objects.threads(member).with_words(typed, member)
    if show == "me":
        return rows.mentioning(member)
    return rows if show == "all" else rows.filter(resolved_at__isnull=show == "open")


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.ANNOTATE)
def edit(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """One's own words in other words."""
    comment = _comment(member, uid)
    if comment.author_id != member.pk:
        raise access.refusal(member)
    if request.method != "POST":
        return _edit(request, member, comment, EditForm(initial={"text": comment.text}))
    form = EditForm(request.POST)
    if not form.is_valid():
        return _edit(request, member, comment, form, status=422)
    try:
        done = comments.update(member, comment, form.cleaned_data["seen"], form.cleaned_data["text"])
    except comments.Stale as stale:
        return _edit(request, member, stale.now or comment, form, status=409, is_stale=True)
    toasts.done(request, done, _("Saved."))
    return _back(member, comment, form.cleaned_data["back"])


def _edit(
    request: HttpRequest,
    member: Membership,
    comment: Comment,
    form: EditForm,
    status: int = 200,
    is_stale: bool = False,
) -> HttpResponse:
    context = {
        "comment": comment,
        "people": comments.others(member),
        "form": form,
        "seen": comment.modified_at.isoformat(timespec="microseconds"),
        "is_stale": is_stale,
        "place": _address(comment),
    }
    return render(request, "annotations/comment.html", context, status=status)


@require_POST
@member_view(Action.ANNOTATE)
def answer(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    thread = _thread(member, uid)
    form = CommentForm(request.POST)
    if not form.is_valid():
        place = Place(thread.article, thread.annotation)
        return _page(request, member, place, None, 422, refused=thread.pk, answer=form)
    made, done = comments.answer(member, thread, form.cleaned_data["text"])
    toasts.done(request, done, _("Comment added."))
    return _back(member, made, form.cleaned_data["back"])


@require_POST
@member_view(Action.ANNOTATE)
def resolve(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    thread = _thread(member, uid)
    form = ResolveForm(request.POST)
    form.is_valid()
    is_resolved: bool = form.cleaned_data["resolved"]
    done = comments.resolve(member, thread, is_resolved)
    toasts.done(
        request, done, _("The thread is resolved.") if is_resolved else _("The thread is open again.")
    )
    return _back(member, thread, form.cleaned_data["back"])


@require_POST
@member_view(Action.ANNOTATE)
def remove(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    comment = _comment(member, uid)
    if not access.may_edit(member, comment.author_id):
        raise access.refusal(member)
    form = ResolveForm(request.POST)
    form.is_valid()
    try:
        done = comments.remove(member, comment)
    except Refused as refusal:
        place = Place(comment.article, comment.annotation)
        return _page(request, member, place, None, 422, sentence=str(refusal))
    toasts.done(request, done, _("Comment deleted."))
    return _back(member, comment, form.cleaned_data["back"], is_gone=True)


def _comment(member: Membership, uid: uuid.UUID) -> Comment:
    rows = Comment.objects.seen_by(member).select_related("article", "annotation", "thread", "author")
    found: Comment = get_object_or_404(rows, uid=uid)
    return found


def _thread(member: Membership, uid: uuid.UUID) -> Comment:
    rows = Comment.objects.threads(member)
    found: Comment = get_object_or_404(rows, uid=uid)
    return found


def _address(comment: Comment) -> str:
    """Its place on the page of its thread."""
    slug = comment.project.slug
    if comment.annotation:
        url = reverse("annotation-comments", args=[slug, comment.annotation.uid])
    else:
        url = reverse("article-comments", args=[slug, comment.article.uid])
    return f"{url}#c-{comment.uid}"


def _back(member: Membership, comment: Comment, to_list: bool, *, is_gone: bool = False) -> HttpResponse:
    if to_list:
        return redirect("comments", member.project.slug)
    return redirect(_address(comment).partition("#")[0] if is_gone else _address(comment))

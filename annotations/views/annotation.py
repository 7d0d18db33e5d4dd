"""Marking a passage, changing and removing a mark, and its history."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsreader import access
from newsreader.access import Action, member_view
from newsreader.history import history_of
from newsreader.htmx import is_fragment
from newsreader.models import Article, ArticleText, Membership
from newsreader.reader import draw_line, lines
from newsreader.states import state_of

from .. import coding, marks
from ..chips import chosen, said
from ..forms import CreateForm, SelectionForm, UpdateForm
from ..models import Annotation
from ..naming import Refused


@require_POST
@member_view(Action.ANNOTATE)
def create(request: HttpRequest, member: Membership, article_uid: uuid.UUID) -> HttpResponse:
    article = get_object_or_404(member.project.articles, uid=article_uid)
    form = CreateForm(request.POST)
    if not form.is_valid():
        return _refused(request, str(next(iter(form.errors.values()))[0]))
    data = form.cleaned_data
    try:
        annotation = coding.create(
            member,
            article,
            data["text_version"],
            data["span"],
            form.coding(),
            uid=data["uid"],
            snap=data["snap"],
        )
    except Refused as refusal:
        return _refused(request, str(refusal))
    if not is_fragment(request):
        return redirect(_place(annotation))
    response = _pieces(request, member, article, annotation.uid, text=annotation.text, is_new=True)
    response.headers["HX-Trigger-After-Settle"] = f'{{"wortlaut:marked": {{"uid": "{annotation.uid}"}}}}'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.READ)
def edit(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    annotation = _annotation(member, uid)
    _require_edit(member, annotation)
    if request.method != "POST":
        return _form(request, member, annotation)
    form = UpdateForm(request.POST)
    if not form.is_valid():
        return _form(request, member, annotation, form, status=422)
    data = form.cleaned_data
    try:
        coding.update(member, annotation, data["version"], form.coding(), data["edit"])
    except coding.Stale as stale:
        return _conflict(request, member, annotation, stale.now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _form(request, member, annotation, form, status=422)
    if not is_fragment(request):
        return redirect(_place(annotation))
    return _pieces(request, member, annotation.article, uid, is_open=not data["close"])


@require_POST
@member_view(Action.READ)
def add_spans(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """A quote that its frame interrupts: another stretch of the text for the same annotation."""
    annotation = _annotation(member, uid)
    _require_edit(member, annotation)
    form = SelectionForm(request.POST)
    if not form.is_valid():
        return _refused(request, str(next(iter(form.errors.values()))[0]))
    data = form.cleaned_data
    try:
        coding.add_spans(member, annotation, data["text_version"], data["span"], snap=data["snap"])
    except Refused as refusal:
        return _refused(request, str(refusal))
    except coding.Stale:
        return _refused(request, gettext("Somebody else has deleted this annotation."))
    if not is_fragment(request):
        return redirect(_place(annotation))
    return _pieces(request, member, annotation.article, uid)


@require_POST
@member_view(Action.READ)
def remove(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    annotation = _annotation(member, uid)
    _require_edit(member, annotation)
    gone = marks.load(annotation.article, member, [uid])
    coding.remove(member, annotation)
    if not is_fragment(request):
        return redirect("article", member.project.slug, annotation.article.uid)
    return _pieces(request, member, annotation.article, uid, gone=gone)


@require_safe
@member_view(Action.READ)
def history(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """What became of an annotation, also after it was removed."""
    rows = history_of(member, "annotation", uid)
    annotation = Annotation.objects.seen_by(member).with_parts().with_uid(uid)
    if not rows and not annotation:
        raise Http404
    context = {"changes": rows, "annotation": annotation}
    return render(request, "annotations/annotation_history.html", context)


def _annotation(member: Membership, uid: uuid.UUID) -> Annotation:
    found: Annotation = get_object_or_404(Annotation.objects.seen_by(member).with_parts(), uid=uid)
    return found


def _require_edit(member: Membership, annotation: Annotation) -> None:
    if not access.may_edit(member, annotation.owner_id):
        raise access.refusal(member)


def _place(annotation: Annotation) -> str:
    url = reverse("article", args=[annotation.project.slug, annotation.article.uid])
    return f"{url}#card-{annotation.uid}"


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    """422 with the sentence, in the page's status line; a plain request gets a page of its own."""
    template = "annotations/_refused.html" if is_fragment(request) else "annotations/refused.html"
    return render(request, template, {"sentence": sentence}, status=422)


def _pieces(
    request: HttpRequest,
    member: Membership,
    article: Article,
    uid: uuid.UUID,
    *,
    text: ArticleText | None = None,
    is_new: bool = False,
    is_open: bool = False,
    gone: list[marks.Mark] | None = None,
) -> HttpResponse:
    """What a write changed on the page: the touched lines, the card, the state box, a toast. `text` is the
    article's own, from who has read it already."""
    if text is None or text.version != article.text_version:
        text = article.texts.get(version=article.text_version)
    shown = marks.load(article, member)
    own = [mark for mark in shown if mark.uid == uid]
    draw = marks.drawing(text.text, shown)
    page = lines(text.text, text.blocks, article.language)
    changed = marks.touched(page, gone or own)
    context = {
        "article": article,
        "lines": SafeString("".join(draw_line(line, draw, swap=True) for line in changed)),
        "card": _card(article, member, own, is_new=is_new, is_open=is_open),
        "uid": uid,
        "count": len(shown),
        "state": state_of(member, article),
        "gone": gone,
        "is_open": is_open,
        "annotation": _annotation(member, uid) if is_open else None,
    }
    return HttpResponse(render_to_string("annotations/_pieces.html", context, request))


def _card(article: Article, member: Membership, own: list[marks.Mark], *, is_new: bool, is_open: bool) -> str:
    if not own or is_open:
        return ""
    drawn = marks.Cards(article, member).draw(own[0], swap=not is_new)
    return SafeString(f'<div hx-swap-oob="beforeend:#margin">{drawn}</div>') if is_new else drawn


def _form(
    request: HttpRequest,
    member: Membership,
    annotation: Annotation,
    form: UpdateForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    form = form or UpdateForm(initial=_initial(annotation))
    context = {
        "annotation": annotation,
        "article": annotation.article,
        "form": form,
        "chosen": chosen(member.project, form) if form.is_bound else said(annotation),
        "edit": form["edit"].value() or uuid.uuid4(),
        "swap": form.is_bound,
        **more,
    }
    template = "annotations/_edit.html" if is_fragment(request) else "annotations/edit.html"
    return render(request, template, context, status=status)


def _initial(annotation: Annotation) -> dict[str, Any]:
    return {name: getattr(annotation, name) for name in ("form", "no_speaker", "note", "version")}


def _conflict(
    request: HttpRequest, member: Membership, annotation: Annotation, now: Annotation | None
) -> HttpResponse:
    """409: what was typed stays, beside what stands now; saving again overwrites it on purpose."""
    current = now and _annotation(member, now.uid)
    data = request.POST.copy()
    data["version"] = str(now.version if now else annotation.version)
    form = UpdateForm(data)
    form.is_valid()
    return _form(request, member, annotation, form, status=409, conflict=True, current=current)

"""Marking a passage, changing and removing a mark, and its history."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from newsreader.access import Action, member_view
from newsreader.htmx import is_fragment
from newsreader.models import Membership

from .. import coding, cutting, marks, nesting
from ..chips import chosen, said
from ..facts import facts_of, missing_words
from ..forms import CreateForm, UpdateForm
from ..models import Annotation
from ..naming import Refused
from .pieces import annotation_of, pieces, place_of, refused, require_edit

FIELDS = ("form", "no_speaker", "quotes_words", "date", "occasion", "certainty", "note", "version")


@require_POST
@member_view(Action.ANNOTATE)
def create(request: HttpRequest, member: Membership, article_uid: uuid.UUID) -> HttpResponse:
    article = get_object_or_404(member.project.articles, uid=article_uid)
    form = CreateForm(request.POST)
    if not form.is_valid():
        return refused(request, str(next(iter(form.errors.values()))[0]))
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
        return refused(request, refusal)
    if not is_fragment(request):
        return redirect(place_of(annotation))
    places = bool(data["place"] or data["inside"])
    response = pieces(
        request, member, article, annotation.uid, text=annotation.text, is_new=True, places=places
    )
    response.headers["HX-Trigger-After-Settle"] = f'{{"wortlaut:marked": {{"uid": "{annotation.uid}"}}}}'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.READ)
def edit(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    annotation = annotation_of(member, uid)
    require_edit(member, annotation)
    return change(request, member, annotation)


def change(request: HttpRequest, member: Membership, annotation: Annotation) -> HttpResponse:
    """GET answers the form of an annotation that the member may edit, POST changes it."""
    if request.method != "POST":
        return edit_form(request, member, annotation)
    form = UpdateForm(annotation, request.POST)
    if not form.is_valid():
        return edit_form(request, member, annotation, form, status=422)
    data = form.cleaned_data
    around = annotation.inside
    try:
        coding.update(member, annotation, data["version"], form.coding(), data["edit"])
    except coding.Stale as stale:
        return _conflict(request, member, annotation, stale.now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return edit_form(request, member, annotation, form, status=422)
    if not is_fragment(request):
        return redirect(place_of(annotation))
    also = [around.uid] if around else []
    return pieces(request, member, annotation.article, annotation.uid, is_open=not data["close"], also=also)


@require_POST
@member_view(Action.READ)
def remove(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    annotation = annotation_of(member, uid)
    require_edit(member, annotation)
    gone = [mark for mark in marks.load(annotation.article, member) if mark.uid == uid]
    coding.remove(member, annotation)
    if not is_fragment(request):
        return redirect("article", member.project.slug, annotation.article.uid)
    return pieces(
        request, member, annotation.article, uid, before=gone, gone=uid, toast=_("Annotation deleted")
    )


def edit_form(
    request: HttpRequest,
    member: Membership,
    annotation: Annotation,
    form: UpdateForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    form = form or UpdateForm(annotation, initial=_initial(annotation))
    context = {
        "annotation": annotation,
        "article": annotation.article,
        "form": form,
        "chosen": chosen(member.project, annotation, form) if form.is_bound else said(annotation),
        "facts": facts_of(annotation, folded=True),
        "missing": missing_words(form.missing()),
        "cuts": cutting.places_to_split(annotation),
        "near": nesting.near(member, annotation),
        "edit": form["edit"].value() or uuid.uuid4(),
        "swap": form.is_bound,
        **more,
    }
    template = "annotations/_edit.html" if is_fragment(request) else "annotations/edit.html"
    return render(request, template, context, status=status)


def _initial(annotation: Annotation) -> dict[str, Any]:
    return {
        **{name: getattr(annotation, name) for name in FIELDS},
        "inside": annotation.inside and annotation.inside.uid,
    }


def _conflict(
    request: HttpRequest, member: Membership, annotation: Annotation, now: Annotation | None
) -> HttpResponse:
    """409: what was typed stays, beside what stands now; saving again overwrites it on purpose."""
    current = now and annotation_of(member, now.uid)
    data = request.POST.copy()
    data["version"] = str(now.version if now else annotation.version)
    form = UpdateForm(annotation, data)
    form.is_valid()
    return edit_form(
        request,
        member,
        annotation,
        form,
        status=409,
        conflict=True,
        current=current,
        current_facts=facts_of(current) if current else (),
    )

"""Where an annotation's edges lie."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from newsreader.access import Action, member_view
from newsreader.htmx import is_fragment
from newsreader.models import Membership

from .. import coding, cutting, joining, marks
from ..models import Annotation
from ..naming import Refused
from ..span_forms import EdgeForm, JoinForm, SpansForm, SplitForm
from .pieces import annotation_of, pieces, place_of, refused, require_edit


@require_POST
@member_view(Action.READ)
def toggle(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """One stretch of the text more, as where a frame interrupts a quote, or one less."""
    annotation = annotation_of(member, uid)
    require_edit(member, annotation)
    form = SpansForm(request.POST)
    if not form.is_valid():
        return refused(request, str(next(iter(form.errors.values()))[0]))
    data = form.cleaned_data

    def act() -> None:
        cutting.toggle(member, annotation, data["text_version"], data["span"], snap=data["snap"])

    return _changed(request, member, annotation, act, is_open=data["open"])


@require_POST
@member_view(Action.READ)
def move_edge(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    annotation = annotation_of(member, uid)
    require_edit(member, annotation)
    form = EdgeForm(request.POST)
    if not form.is_valid():
        return refused(request, str(next(iter(form.errors.values()))[0]))
    data = form.cleaned_data

    def act() -> None:
        cutting.move_edge(member, annotation, data["text_version"], form.moved(), data["edit"])

    return _changed(request, member, annotation, act, is_open=data["open"])


@require_POST
@member_view(Action.READ)
def split(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """Two of one, cut before a place."""
    annotation = annotation_of(member, uid)
    require_edit(member, annotation)
    form = SplitForm(request.POST)
    if not form.is_valid():
        return refused(request, str(next(iter(form.errors.values()))[0]))
    data = form.cleaned_data
    made: list[uuid.UUID] = []

    def act() -> None:
        made.extend(cutting.split(member, annotation, data["text_version"], data["at"])[1:])

    return _changed(request, member, annotation, act, made=made, toast=gettext("Split into two"))


@require_POST
@member_view(Action.READ)
def join(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """One of two: what was said of the other is said of this one, and the other is gone."""
    annotation = annotation_of(member, uid)
    require_edit(member, annotation)
    form = JoinForm(request.POST)
    if not form.is_valid():
        return refused(request, str(next(iter(form.errors.values()))[0]))
    other = annotation_of(member, form.cleaned_data["other"])
    require_edit(member, other)

    def act() -> None:
        joining.join(member, annotation, other)

    return _changed(request, member, annotation, act, gone=other.uid, toast=gettext("Joined"))


def _changed(
    request: HttpRequest,
    member: Membership,
    annotation: Annotation,
    act: Callable[[], None],
    *,
    gone: uuid.UUID | None = None,
    **more: Any,
) -> HttpResponse:
    """Does it, and answers what has changed on the page by it."""
    uids = {annotation.uid, gone}
    before = [mark for mark in marks.load(annotation.article, member) if mark.uid in uids]
    try:
        act()
    except Refused as refusal:
        return refused(request, str(refusal))
    except coding.Stale:
        return refused(request, gettext("Somebody else has deleted this annotation."))
    if not is_fragment(request):
        return redirect(place_of(annotation))
    return pieces(request, member, annotation.article, annotation.uid, before=before, gone=gone, **more)

"""Where an annotation's edges lie: stretches, edges, one made two, two made one."""

import uuid
from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
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

    def act(annotation: Annotation, data: dict[str, Any]) -> None:
        cutting.toggle(member, annotation, data["text_version"], data["span"], snap=data["snap"])

    return _changed(request, member, uid, SpansForm(request.POST), act)


@require_POST
@member_view(Action.READ)
def move_edge(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    form = EdgeForm(request.POST)

    def act(annotation: Annotation, data: dict[str, Any]) -> None:
        cutting.move_edge(member, annotation, data["text_version"], form.moved(), data["edit"])

    return _changed(request, member, uid, form, act)


@require_POST
@member_view(Action.READ)
def split(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """Two of one, cut before a place."""
    made: list[uuid.UUID] = []

    def act(annotation: Annotation, data: dict[str, Any]) -> None:
        made.append(cutting.split(member, annotation, data["text_version"], data["at"]))

    form = SplitForm(request.POST)
    return _changed(request, member, uid, form, act, made=made, toast=_("Split into two"))


@require_POST
@member_view(Action.READ)
def join(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """One of two: what was said of the other is said of this one, and the other is gone."""

    def act(annotation: Annotation, data: dict[str, Any]) -> None:
        other = annotation_of(member, data["other"])
        require_edit(member, other)
        joining.join(member, annotation, other)

    return _changed(request, member, uid, JoinForm(request.POST), act, toast=_("Joined"))


def _changed(
    request: HttpRequest,
    member: Membership,
    uid: uuid.UUID,
    form: Form,
    act: Callable[[Annotation, dict[str, Any]], None],
    **more: Any,
) -> HttpResponse:
    """Does what the form asks for, and answers what has changed on the page by it."""
    annotation = annotation_of(member, uid)
    require_edit(member, annotation)
    if not form.is_valid():
        return refused(request, str(next(iter(form.errors.values()))[0]))
    data = form.cleaned_data
    gone = data.get("other")
    before = [mark for mark in marks.load(annotation.article, member) if mark.uid in (uid, gone)]
    try:
        act(annotation, data)
    except Refused as refusal:
        return refused(request, refusal)
    except coding.Stale:
        return refused(request, _("Somebody else has deleted this annotation."))
    if not is_fragment(request):
        return redirect(place_of(annotation))
    is_open = data.get("open", False)
    return pieces(request, member, annotation.article, uid, before=before, gone=gone, is_open=is_open, **more)

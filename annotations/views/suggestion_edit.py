"""A suggestion in the form of annotations, prefilled; saved it is the member's own."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsreader.access import Action, member_view
from newsreader.htmx import is_fragment
from newsreader.models import Membership

from .. import anchoring, cutting, nesting
from ..coding import Spans
from ..facts import facts_of
from ..models import Annotation, Suggestion
from ..naming import Refused
from ..span_forms import PassageForm
from ..suggesting import correcting, deciding, editing
from ..suggestion_forms import EditForm
from .annotation import edit_form
from .pieces import annotation_of, pieces, place_of, refused, require_edit
from .suggestion import decided, suggestion_of


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.ANNOTATE)
def edit(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """GET answers the form as the suggestion is; POST makes the annotation and the decision."""
    found = suggestion_of(member, uid)
    blank = editing.blank(member, found)
    proposed = EditForm(blank, editing.as_sent(member, found))
    proposed.is_valid()
    if request.method != "POST":
        if not Suggestion.objects.filter(pk=found.pk).open_for(member).exists():
            return refused(request, deciding.Decided())
        return _form(request, member, found, blank, proposed)
    form = EditForm(blank, request.POST)
    if not form.is_valid():
        return _form(request, member, found, blank, form, status=422)
    data = form.cleaned_data
    edited = deciding.Edited(data["span"], form.coding(), proposed.coding(), data["snap"])
    try:
        made = deciding.edit(member, found, edited, data["uid"])
    except deciding.Decided:
        return _form(request, member, found, blank, form, status=409, **_stands(member, found))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _form(request, member, found, blank, form, status=422)
    return decided(request, member, found, _("Saved"), made)


def _stands(member: Membership, found: Suggestion) -> dict[str, Any]:
    """What somebody has made of it meanwhile: their decision, and their annotation."""
    decision = deciding.newest(member, found)
    mark = (
        Annotation.objects.seen_by(member).with_parts().filter(suggestion=found).last() if decision else None
    )
    return {
        "late": True,
        "decision": decision,
        "current": mark,
        "current_facts": facts_of(mark) if mark else (),
    }


@require_safe
@member_view(Action.ANNOTATE)
def passage(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """The passage of the form with one edge elsewhere. Nothing is stored before the form is."""
    found = suggestion_of(member, uid)
    form = PassageForm(request.GET)
    if not form.is_valid():
        return refused(request, str(next(iter(form.errors.values()))[0]))
    try:
        spans, edge = sorted(form.cleaned_data["span"]), form.moved()
        if form.cleaned_data["grow"]:  # now, since what comes back is as exact as the edge that was moved
            spans, edge = cutting.grown(found.text, spans, edge)
        spans = cutting.moved(found.text, spans, edge)
    except Refused as refusal:
        return refused(request, refusal)
    context = {
        "uid": found.uid.hex,
        "article": found.article,
        "spans": spans,
        "quote": anchoring.quote(found.text.text, spans),
        "swap": True,
    }
    return render(request, "annotations/_proposed_spans.html", context)


@require_POST
@member_view(Action.READ)
def read(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """What was accepted in bulk has been read, and is right."""
    annotation = annotation_of(member, uid)
    require_edit(member, annotation)
    correcting.read(member, annotation)
    if not is_fragment(request):
        return redirect(place_of(annotation))
    return pieces(request, member, annotation.article, uid, toast=_("Marked as read"))


def _form(
    request: HttpRequest,
    member: Membership,
    found: Suggestion,
    blank: Annotation,
    form: EditForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    spans: Spans = list(form.cleaned_data.get("span") or [])
    return edit_form(
        request,
        member,
        blank,
        form,
        status=status,
        suggestion=found,
        spans=spans,
        quote=anchoring.quote(found.text.text, spans),
        made_uid=form.cleaned_data.get("uid") or uuid.uuid4(),
        near=nesting.near(member, blank, spans),
        swap=request.method == "POST",
        snap=form["snap"].value(),
        **more,
    )

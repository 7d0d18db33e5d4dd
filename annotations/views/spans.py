"""Where an annotation's edges lie."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from newsreader.access import Action, member_view
from newsreader.htmx import is_fragment
from newsreader.models import Membership

from .. import coding, cutting, marks
from ..forms import SpansForm
from ..naming import Refused
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
    before = marks.load(annotation.article, member, [uid])
    try:
        cutting.toggle(member, annotation, data["text_version"], data["span"], snap=data["snap"])
    except Refused as refusal:
        return refused(request, str(refusal))
    except coding.Stale:
        return refused(request, gettext("Somebody else has deleted this annotation."))
    if not is_fragment(request):
        return redirect(place_of(annotation))
    return pieces(request, member, annotation.article, uid, before=before, is_open=data["open"])

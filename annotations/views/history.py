"""What became of an annotation, a tag, a speaker or a field, also after it was deleted."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsreader.access import Action, member_view
from newsreader.history import history_of
from newsreader.models import Membership
from newsreader.views.history import page_of

from ..models import Annotation, Speaker, Tag, Variable


@require_safe
@member_view(Action.READ)
def annotation(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = Annotation.objects.seen_by(member).with_parts().with_uid(uid)
    return _page(request, member, "annotation", uid, found)


@require_safe
@member_view(Action.READ)
def tag(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    return _page(request, member, "tag", uid, Tag.objects.of(member.project).filter(uid=uid).first())


@require_safe
@member_view(Action.READ)
def speaker(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    return _page(request, member, "speaker", uid, Speaker.objects.of(member.project).filter(uid=uid).first())


@require_safe
@member_view(Action.READ)
def variable(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = Variable.objects.of(member.project).filter(uid=uid).first()
    return _page(request, member, "variable", uid, found)


def _page(request: HttpRequest, member: Membership, kind: str, uid: uuid.UUID, found: Any) -> HttpResponse:
    context = page_of(request, member, history_of(member, kind, uid), (kind, uid))
    if not found and not context["lines"]:
        raise Http404
    return render(request, f"annotations/{kind}_history.html", {kind: found, **context})

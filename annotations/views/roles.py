"""What a speaker was, from when to when: all of its roles on one page, saved together."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from newsreader.access import Action, member_view
from newsreader.models import Membership

from ..models import Speaker
from ..naming import Refused
from ..sealing import ChangedSince
from ..speakers import holding
from ..speakers.role_forms import Roles, SeenForm
from .speaker import organisations, speaker_of


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.EDIT_SPEAKER)
def roles(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """409 when somebody else has changed them since the page was drawn; what was typed stays."""
    found = speaker_of(member, uid)
    data = request.POST if request.method == "POST" else None
    held = [role._asdict() for role in holding.roles_of(speaker=found).get(found.pk, [])]
    forms = Roles(data, initial=held, form_kwargs={"speaker": found}, prefix="role")
    if data is None:
        return _page(request, member, found, forms)
    seen = SeenForm(data)
    if not (forms.is_valid() and seen.is_valid()):
        return _page(request, member, found, forms, status=422)
    try:
        holding.save_roles(member, found, seen.cleaned_data["version"], *forms.states())
    except ChangedSince:
        sentence = _("Somebody else has changed these roles. They are listed here; save to replace them.")
        return _page(request, member, found, forms, sentence, status=409)
    except Refused as refusal:
        return _page(request, member, found, forms, str(refusal), status=422)
    return redirect("speaker", member.project.slug, found.uid)


def _page(
    request: HttpRequest,
    member: Membership,
    found: Speaker,
    forms: Any,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "speaker": found,
        "forms": forms,
        "sentence": sentence,
        "now": holding.roles_of(speaker=found).get(found.pk, []) if status == 409 else [],
        "version": holding.version_of(found) if status != 422 else request.POST.get("version", ""),
        "organisations": organisations(member),
    }
    return render(request, "annotations/speaker_roles.html", context, status=status)

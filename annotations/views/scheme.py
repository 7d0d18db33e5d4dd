"""What an annotation is in a project."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from newsreader.access import Action, member_view
from newsreader.models import Membership
from newsreader.views import toasts

from ..models import Scheme
from ..recording.scheme import scheme_state
from ..scheme import set_scheme
from ..scheme_form import SchemeForm


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.MANAGE)
def scheme(request: HttpRequest, member: Membership) -> HttpResponse:
    if request.method != "POST":
        form = SchemeForm(initial=scheme_state(Scheme.of(member.project)))
        return render(request, "annotations/scheme.html", {"form": form})
    form = SchemeForm(request.POST)
    if not form.is_valid():
        return render(request, "annotations/scheme.html", {"form": form}, status=422)
    toasts.done(request, set_scheme(member, form.cleaned_data), _("Saved."))
    return redirect("settings", member.project.slug)

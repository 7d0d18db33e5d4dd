"""All annotations of a project in one table."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newsreader.access import Action, may, member_view
from newsreader.htmx import page_or_fragment, push
from newsreader.models import Membership

from ..table import page
from ..table.form import TableForm


@require_safe
@member_view(Action.READ)
def table(request: HttpRequest, member: Membership) -> HttpResponse:
    found = page.read(TableForm(member, request.GET))
    context = {"page": found, "form": found.form, "may_change": may(member, Action.ANNOTATE)}
    status = 422 if found.form.errors else 200
    response = page_or_fragment(request, "annotations/table.html", "annotations/_table.html", context, status)
    return push(request, response, found.form.kept(found.number))

"""The article list: one view, page or fragment."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newsreader import listing
from newsreader.access import Action, may, member_view
from newsreader.htmx import page_or_fragment, push
from newsreader.models import Membership


@require_safe
@member_view(Action.READ)
def articles(request: HttpRequest, member: Membership) -> HttpResponse:
    page = listing.page_of(member, request.GET)
    status = 422 if page.form.errors else 200
    context = {"page": page, "may_correct": may(member, Action.MANAGE)}
    response = page_or_fragment(
        request, "newsreader/articles.html", "newsreader/_articles.html", context, status
    )
    return push(request, response, page.address)

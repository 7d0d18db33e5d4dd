"""What a member says of an article as a whole."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from newsreader.access import Action, member_view
from newsreader.htmx import is_fragment
from newsreader.models import Membership
from newsreader.translatable import gettext_noop

from .. import coding, whole
from ..forms import WholeForm
from ..models import Annotation
from ..naming import Refused
from .annotation import change, edit_form
from .pieces import pieces, place_of, refused


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.ANNOTATE)
def of_article(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """The form for the member's annotation of the whole article. It is made by the first POST that says
    something; the form stays the same and goes on to change it."""
    article = get_object_or_404(member.project.articles, uid=uid)
    mine = whole.said_by(member, article)
    annotation = mine or whole.blank(member, article)
    form = WholeForm(annotation, request.POST) if request.method == "POST" else None
    asked = form.cleaned_data["uid"] if form and form.is_valid() else None
    if mine:
        if form and asked != mine.uid:
            return refused(request, gettext(ELSEWHERE))
        return change(request, member, mine)
    annotation.uid = asked or annotation.uid
    if form is None or not form.is_valid():
        return edit_form(request, member, annotation, form, status=422 if form else 200)
    if not form.says_something():
        return _nothing(request, member, annotation, closes=form.cleaned_data["close"])
    return _make(request, member, annotation, form)


ELSEWHERE = gettext_noop(
    "You have said something of the whole article in another window. Please load the page again."
)


def _make(request: HttpRequest, member: Membership, blank: Annotation, form: WholeForm) -> HttpResponse:
    try:
        made = coding.create_whole(member, blank, form.coding(), form.cleaned_data["edit"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return edit_form(request, member, blank, form, status=422)
    if not is_fragment(request):
        return redirect(place_of(made))
    is_open = not form.cleaned_data["close"]
    return pieces(request, member, made.article, made.uid, is_open=is_open)


def _nothing(request: HttpRequest, member: Membership, blank: Annotation, closes: bool) -> HttpResponse:
    """Nothing is said, so nothing is made; a form that is closed gives way to the link that opened it."""
    if not is_fragment(request):
        return redirect("article", member.project.slug, blank.article.uid)
    if not closes:
        return HttpResponse(status=204)
    return HttpResponse(whole.link(member, blank.article, instead_of=blank.uid))

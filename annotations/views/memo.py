"""The memo on an article."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from newsreader import access
from newsreader.access import Action, member_view
from newsreader.models import Article, Membership
from newsreader.views import toasts

from .. import memos
from ..comment_forms import MemoForm


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.ANNOTATE)
def memo(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    article = get_object_or_404(member.project.articles, uid=uid)
    if not memos.may_write(member):
        raise access.refusal(member)
    if request.method != "POST":
        now = memos.memo_on(article)
        return _form(request, article, MemoForm(initial={"text": now, "seen": now}))
    form = MemoForm(request.POST)
    if not form.is_valid():
        return _form(request, article, form, status=422)
    try:
        done = memos.save(member, article, form.cleaned_data["seen"], form.cleaned_data["text"])
    except memos.Stale as stale:
        data = request.POST.copy()
        data["seen"] = stale.now
        return _form(request, article, MemoForm(data), stale.now, status=409)
    toasts.done(request, done, _("Saved."))
    return redirect("article-comments", member.project.slug, article.uid)


def _form(
    request: HttpRequest, article: Article, form: MemoForm, now: str | None = None, status: int = 200
) -> HttpResponse:
    context = {"article": article, "form": form, "now": now}
    return render(request, "annotations/memo.html", context, status=status)

"""Articles come in from the browser: files and zips for the worker, a pasted text at once."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..access import Action, member_view
from ..background import runs, worker_alive
from ..htmx import is_fragment, page_or_fragment
from ..import_forms import FilesForm, TextForm
from ..importing import task
from ..importing.report import NEW, Outcome
from ..importing.results import groups, pace, table_problems
from ..limits import body_limit
from ..models import ImportRun, Membership

RUNS = 20  # on a page


@require_safe
@member_view(Action.MANAGE)
def imports(request: HttpRequest, member: Membership) -> HttpResponse:
    return _page(request, member)


def _page(request: HttpRequest, member: Membership, status: int = 200, **bound: Form) -> HttpResponse:
    page = Paginator(ImportRun.objects.of(member.project).listed(), RUNS).get_page(request.GET.get("page"))
    context = {
        "files_form": FilesForm(auto_id="files-%s"),
        "text_form": TextForm(auto_id="text-%s"),
        "page": page,
        "worker": worker_alive(),
        "sources": member.project.sources.order_by("key").values_list("name", flat=True)[:500],
        "limit": settings.IMPORT_MAX_BYTES >> 20,
        "limit_bytes": settings.IMPORT_MAX_BYTES,
        **bound,
    }
    return render(request, "newsreader/imports.html", context, status=status)


@require_POST
@member_view(Action.MANAGE)
@body_limit(settings.IMPORT_MAX_BYTES)
def files(request: HttpRequest, member: Membership) -> HttpResponse:
    form = FilesForm(request.POST, request.FILES, auto_id="files-%s")
    if not form.is_valid():
        return _page(request, member, 422, files_form=form)
    run = task.begin(member, form.cleaned_data["uploads"], form.options(), form.cleaned_data["table"])
    return redirect("import", member.project.slug, run.uid)


@require_POST
@member_view(Action.MANAGE)
@body_limit(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
def text(request: HttpRequest, member: Membership) -> HttpResponse:
    """The article when it is new; when it is there already, that is said, with the way to it."""
    form = TextForm(request.POST, auto_id="text-%s")
    if not form.is_valid():
        return _page(request, member, 422, text_form=form)
    (told,) = task.paste(member, form.file(), form.given()).report or [{"outcome": "", "code": "database"}]
    if told["outcome"] not in (*NEW, Outcome.SKIPPED):
        form.add_error("text", task.why(told))
        return _page(request, member, 422, text_form=form)
    url = reverse("article", args=[member.project.slug, told["article"]])
    if told["outcome"] == Outcome.SKIPPED:
        link = format_html('<a href="{}">{}</a>', url, _("open the article"))
        form.add_error("text", format_html("{} {}", _("This text is here already:"), link))
        return _page(request, member, 422, text_form=form)
    copied = told["outcome"] == Outcome.COPY
    said = _("The article is in, as a copy of one that is here.") if copied else _("The article is in.")
    messages.success(request, said)
    return redirect(url)


@require_safe
@member_view(Action.MANAGE)
def run(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """How far it is, or what came of it; the fragment is asked for every second while it is under way."""
    found = get_object_or_404(ImportRun.objects.of(member.project).select_related("change_set"), uid=uid)
    lost = found.is_lost
    context = {
        "run": found,
        "lost": lost,
        # Only a run that is under way is asked for as a fragment, again and again.
        "ended": is_fragment(request) and (lost or not found.under_way),
        "may_go_on": task.may_go_on(found),
        "worker": lost or not found.under_way or worker_alive(),
        "pace": pace(found),
        "groups": list(groups(found)),
        "rows": table_problems(found),
    }
    return page_or_fragment(request, "newsreader/import.html", "newsreader/_import.html", context)


@require_POST
@member_view(Action.MANAGE)
def stop(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    runs.stop(get_object_or_404(ImportRun.objects.of(member.project), uid=uid))
    return redirect("import", member.project.slug, uid)


@require_POST
@member_view(Action.MANAGE)
def go_on(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    task.go_on(get_object_or_404(ImportRun.objects.of(member.project), uid=uid))
    return redirect("import", member.project.slug, uid)

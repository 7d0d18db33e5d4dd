"""How large a request may be. Django limits form fields and the number of files, but not the files: this
limits the whole body, before anything reads it. What is too large is 413 with a sentence.

A view that takes more says so: @body_limit(settings.IMPORT_MAX_BYTES).
"""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views import defaults

from .htmx import sign_in_first
from .soundness import GetResponse

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def body_limit(size: int) -> Callable[[View], View]:
    """Wrap a view whose requests may be larger than REQUEST_MAX_BYTES; `size` in bytes."""

    def decorate(view: View) -> View:
        view.body_limit = size  # type: ignore[attr-defined]  # read below, through whatever wraps the view
        return view

    return decorate


def limited_body(get_response: GetResponse) -> GetResponse:
    """Middleware, above everything that reads a body. One without Content-Length is none to Django, so that
    there is nothing else to count. Who is not signed in sends little."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:  # Django reads nothing then
            size = 0
        if size > settings.REQUEST_MAX_BYTES:
            limit = _limit(request)
            if size > limit or not request.user.is_authenticated:
                _drain(request)
                return too_large(request, limit) if size > limit else sign_in_first(request)
        return get_response(request)

    return middleware


def _limit(request: HttpRequest) -> int:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        view = None
    return int(getattr(view, "body_limit", settings.REQUEST_MAX_BYTES))


def _drain(request: HttpRequest) -> None:
    """Reads and forgets what is on its way: browsers listen only when they have sent everything, and take a
    connection closed before that for a broken one. What is larger than any import is not worth it."""
    left = settings.IMPORT_MAX_BYTES
    while left > 0 and (chunk := request.read(65536)):
        left -= len(chunk)


def too_large(request: HttpRequest, limit: int | None = None) -> HttpResponse:
    """`limit` in bytes, where it was the size and not the number of fields or files."""
    return render(request, "413.html", {"limit": limit}, status=413)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """handler400: what Django found too large while it read."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return defaults.bad_request(request, exception)

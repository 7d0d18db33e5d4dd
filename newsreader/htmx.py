"""What a view needs to know of htmx: page or fragment, and the answers that are neither."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode


def is_fragment(request: HttpRequest) -> bool:
    """Whether a part of the page was asked for; a history restore wants the whole page."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")


def page_or_fragment(
    request: HttpRequest, page: str, fragment: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """One view, two answers: the page includes the fragment's template. Caches must keep them apart."""
    response = render(request, fragment if is_fragment(request) else page, context, status=status)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


def push(request: HttpRequest, response: HttpResponse, query: str) -> HttpResponse:
    """A form sends its empty fields too; the address bar shows the shortest address of the page. `query` is
    empty, or begins with a question mark."""
    if is_fragment(request) and response.status_code == 200:
        response.headers["HX-Push-Url"] = request.path + query
    return response


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """A page goes to the sign-in page and comes back. A fragment answers 401 with the way there, so that
    what was typed stays on the page."""
    if not is_fragment(request):
        # What only takes a POST is no page to come back to; the page that sent it is.
        is_page = request.method in ("GET", "HEAD")
        back = request.get_full_path() if is_page else _path_only(request.headers.get("Referer", ""))
        return redirect_to_login(back, reverse("sign-in"))
    path = request.headers.get("HX-Current-URL", "")
    link = f"{reverse('sign-in')}?{urlencode({'next': _path_only(path)})}"
    return HttpResponse(status=401, headers={"X-Sign-In": link})


def _path_only(url: str) -> str:
    return "/" + url.split("://", 1)[-1].partition("/")[2]

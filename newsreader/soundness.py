"""What no browser sends is refused before anything reads it: 400, and nothing is written."""

import codecs
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import parse_header_parameters

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def utf_8_only(application: "WSGIApplication") -> "WSGIApplication":
    """Outermost of all: Django decodes the query string as the Content-Type says before any middleware runs.
    Python has character sets that are none ("hex"), and some ("utf-7") that make halves of surrogate pairs,
    which no database stores."""

    def wrapped(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if _is_utf_8(environ.get("CONTENT_TYPE", "")):
            return application(environ, start_response)
        start_response("400 Bad Request", [("Content-Type", "text/plain")])
        return [b"This server reads UTF-8 only.\n"]

    return wrapped


def _is_utf_8(content_type: str) -> bool:
    charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
    try:
        return codecs.lookup(charset).name == "utf-8"
    except LookupError:  # Django goes on with UTF-8
        return True
    except ValueError:  # NUL in its name
        return False


def no_nul_in_cookies(get_response: GetResponse) -> GetResponse:
    """Middleware. A quoted cookie may hold NUL, and PostgreSQL cannot look for a session of such a name."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest("NUL in a cookie")
        return get_response(request)

    return middleware

"""What every answer tells the browser, files and errors too: what Django and django-csp do not say already.

The values stand in settings.py; tests/newsreader/test_headers.py lists all of them for each kind of answer.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from .soundness import GetResponse


def isolated(get_response: GetResponse) -> GetResponse:
    """Middleware. No other site may take our answers in, and no page of ours may ask for a device."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        return response

    return middleware

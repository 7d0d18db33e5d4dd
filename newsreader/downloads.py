"""An answer that the browser keeps as a file."""

from typing import TypeVar

from django.http import HttpResponseBase
from django.utils.http import content_disposition_header

Response = TypeVar("Response", bound=HttpResponseBase)


def named(response: Response, filename: str) -> Response:
    response.headers["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response

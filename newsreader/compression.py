"""Pages are sent compressed, quickly: level 1 takes a third of the time of Django's level 6, for pages that
are a sixth larger. An article with 500 annotations is 700 KB: 4 ms instead of 13, and 95 KB instead of 77.
"""

import secrets
from gzip import GzipFile
from io import BytesIO

from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponse
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

LEVEL = 1
LEAST = 200  # bytes; below it compressing makes an answer longer
PADDING = 100  # bytes


class QuickGZip(GZipMiddleware):
    """Django's own for what streams and what has an ETag or an encoding already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        special = {"ETag", "Content-Encoding"} & response.headers.keys()
        if special or not isinstance(response, HttpResponse) or len(response.content) < LEAST:
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
            response.content = compressed(response.content)
            response.headers["Content-Length"] = str(len(response.content))
            response.headers["Content-Encoding"] = "gzip"
        return response


def compressed(data: bytes) -> bytes:
    """With a file name of random length in its head, as Django does against BREACH: who can only see how long
    answers are learns nothing of what is in them."""
    packed = BytesIO()
    name = "x" * (1 + secrets.randbelow(PADDING))
    with GzipFile(name, "wb", LEVEL, packed, mtime=0) as file:
        file.write(data)
    return packed.getvalue()

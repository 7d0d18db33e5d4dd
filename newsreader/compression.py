"""Pages are sent compressed, quickly: level 1 takes a third of the time of Django's level 6, for pages that
are a sixth larger. An article with 500 annotations is 700 KB: 4 ms instead of 13, and 95 KB instead of 77.
"""

import secrets
from collections.abc import Iterable, Iterator
from gzip import GzipFile
from io import BytesIO

from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponse, StreamingHttpResponse
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

LEVEL = 1
LEAST = 200  # bytes; below it compressing makes an answer longer
PADDING = 100  # bytes


class QuickGZip(GZipMiddleware):
    """Django's own for what has an ETag or an encoding already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        special = {"ETag", "Content-Encoding"} & response.headers.keys()
        if isinstance(response, StreamingHttpResponse) and not (special or response.is_async):
            return self._stream(request, response)
        if special or not isinstance(response, HttpResponse) or len(response.content) < LEAST:
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
            response.content = compressed(response.content)
            response.headers["Content-Length"] = str(len(response.content))
            response.headers["Content-Encoding"] = "gzip"
        return response

    @staticmethod
    def _stream(request: HttpRequest, response: StreamingHttpResponse) -> HttpResponseBase:
        patch_vary_headers(response, ("Accept-Encoding",))
        if re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
            pieces: Iterable[bytes] = response.streaming_content  # type: ignore[assignment]  # not async, see above
            response.streaming_content = stream_compressed(pieces)
            response.headers["Content-Encoding"] = "gzip"
            del response.headers["Content-Length"]
        return response


def stream_compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces as one gzip file, sent on as soon as there is something of it."""
    packed = BytesIO()
    with GzipFile(_name(), "wb", LEVEL, packed, mtime=0) as file:
        for piece in pieces:
            file.write(piece)
            if data := packed.getvalue():
                packed.seek(0)
                packed.truncate()
                yield data
    yield packed.getvalue()


def _name() -> str:
    return "x" * (1 + secrets.randbelow(PADDING))


def compressed(data: bytes) -> bytes:
    """With a file name of random length in its head, as Django does against BREACH: who can only see how long
    answers are learns nothing of what is in them."""
    packed = BytesIO()
    with GzipFile(_name(), "wb", LEVEL, packed, mtime=0) as file:
        file.write(data)
    return packed.getvalue()

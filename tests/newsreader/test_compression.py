"""Pages are sent compressed, and never told apart by their length alone."""

import gzip
import secrets
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from newsreader.compression import QuickGZip

TEXT = ("Die Brücke bleibt gesperrt 🚧. " * 50).encode()


def answer(accepted: str, content: bytes = TEXT, **headers: str) -> HttpResponse:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = accepted
    found = QuickGZip(lambda request: HttpResponse(content, headers=headers))(request)
    assert isinstance(found, HttpResponse)
    return found


def test_a_page_comes_back_as_it_was() -> None:
    response = answer("gzip, br")
    assert gzip.decompress(response.content) == TEXT
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Content-Length"] == str(len(response.content))
    assert "Accept-Encoding" in response.headers["Vary"]


def test_its_length_says_little() -> None:
    assert len({len(answer("gzip").content) for _ in range(30)}) > 5


@pytest.mark.parametrize(
    ("accepted", "content", "headers"),
    [
        ("", TEXT, {}),
        ("br", TEXT, {}),
        ("gzip", b"short", {}),
        ("gzip", TEXT, {"Content-Encoding": "identity"}),
    ],
)
def test_what_gains_nothing_stays(accepted: str, content: bytes, headers: dict[str, str]) -> None:
    assert answer(accepted, content, **headers).content == content


def test_what_streams_is_compressed_piece_by_piece() -> None:
    asked: list[int] = []

    def pieces() -> Iterator[bytes]:
        for n in range(50):
            asked.append(n)
            yield secrets.token_bytes(10_000)

    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = "gzip"
    response = QuickGZip(lambda request: StreamingHttpResponse(pieces()))(request)
    assert isinstance(response, StreamingHttpResponse) and response.headers["Content-Encoding"] == "gzip"
    stream = iter(response)
    first = [next(stream) for _ in range(3)]
    assert len(asked) < 10
    assert len(gzip.decompress(b"".join([*first, *stream]))) == 500_000


def test_what_streams_stays_as_it_is_for_who_takes_no_gzip() -> None:
    response = QuickGZip(lambda request: StreamingHttpResponse([TEXT, TEXT]))(HttpRequest())
    assert isinstance(response, StreamingHttpResponse)
    assert b"".join(response) == TEXT * 2

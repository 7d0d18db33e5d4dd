"""Pages are sent compressed, and never told apart by their length alone."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponse

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

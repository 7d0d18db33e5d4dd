"""The exact security headers of every kind of answer, and of what a browser refuses because of them."""

from collections.abc import Callable

import pytest
from django.http import HttpResponseBase as Answer
from django.test import Client

from newsreader.models import Original
from tests.factories import client_of, make_article, make_member

pytestmark = pytest.mark.django_db

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), "
        "xr-spatial-tracking=()"
    ),
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# What would let another site in; over plain HTTP nothing promises HTTPS.
ABSENT = ["Access-Control-Allow-Origin", "Strict-Transport-Security", "Server", "X-Powered-By"]


def page() -> Answer:
    return client_of(make_member()).get("/help/")


def fragment() -> Answer:
    member = make_member()
    make_article(member.project)
    return client_of(member).get(f"/p/{member.project.slug}/articles/", headers={"HX-Request": "true"})


def signed_out_fragment() -> Answer:
    return Client().get("/", headers={"HX-Request": "true"})


def redirect() -> Answer:
    return Client().get("/")


def export() -> Answer:
    member = make_member()
    return client_of(member).get(f"/p/{member.project.slug}/export/annotations.json")


def original() -> Answer:
    member = make_member()
    article = make_article(member.project, filename="bote.html")
    Original.objects.create(article=article, data=b"<script>alert(1)</script>", sha256="0" * 64)
    return client_of(member).get(f"/p/{member.project.slug}/articles/{article.uid}/original/")


def static_file() -> Answer:
    return Client().get("/static/css/base.css")


def not_found() -> Answer:
    return Client().get("/nirgends/")


def refused_form() -> Answer:
    return Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "anna"})


ANSWERS: list[tuple[int, Callable[[], Answer]]] = [
    (200, page),
    (200, fragment),
    (200, export),
    (200, original),
    (200, static_file),
    (302, redirect),
    (401, signed_out_fragment),
    (403, refused_form),
    (404, not_found),
]


def policy(response: Answer) -> dict[str, str]:
    """The content policy by directive; django-csp writes them in no order."""
    parts = [part.partition(" ") for part in response.headers["Content-Security-Policy"].split("; ")]
    return {name: value for name, _, value in parts}


def check(response: Answer) -> None:
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert policy(response) == POLICY
    assert not [name for name in ABSENT if name in response.headers]


@pytest.mark.parametrize(("status", "answer"), ANSWERS, ids=[answer.__name__ for _, answer in ANSWERS])
def test_every_answer_carries_the_same_headers(status: int, answer: Callable[[], Answer]) -> None:
    response = answer()
    assert response.status_code == status
    check(response)


def test_a_failure_carries_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_request: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("newsreader.preferences.read", fail)
    response = Client(raise_request_exception=False).get("/help/")
    assert response.status_code == 500
    check(response)


@pytest.mark.parametrize("download", [export, original])
def test_a_download_is_saved_and_never_shown(download: Callable[[], Answer]) -> None:
    headers = download().headers
    assert headers["Content-Disposition"].startswith("attachment;")
    assert not headers["Content-Type"].startswith("text/html")
    assert headers["Cache-Control"] == "no-store"


def test_what_is_shown_to_members_stays_in_no_cache() -> None:
    assert page().headers.get("Cache-Control") is None
    assert fragment().headers["Cache-Control"] == "no-store"
    assert "max-age=0" in Client().get("/sign-in/").headers["Cache-Control"]

"""Requests that are too large are refused before they are read, with a sentence."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client
from django.urls import resolve, reverse

from newsreader.views import accounts
from tests.factories import client_of, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="en")


def file(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("bote.txt", b"x" * size)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_body_that_is_too_large_is_413_and_says_how_much_may_be_sent(
    client: Client, settings: Any, headers: dict[str, str]
) -> None:
    large = {"username": "anna", "file": file(settings.REQUEST_MAX_BYTES)}
    answer = client.post(reverse("sign-in"), large, headers=headers)
    assert answer.status_code == 413
    assert "at most 2.5\xa0MB" in answer.text
    assert "Nothing was stored." in answer.text
    small = {"username": "anna", "file": file(settings.REQUEST_MAX_BYTES // 2)}
    assert client.post(reverse("sign-in"), small, headers=headers).status_code == 422


def test_a_form_that_is_too_large_is_not_read_at_all(settings: Any) -> None:
    client = client_of(make_member())
    answer = client.post(reverse("preferences"), {"theme": "dark", "next": "x" * settings.REQUEST_MAX_BYTES})
    assert answer.status_code == 413
    assert "wortlaut" not in answer.cookies


def test_too_many_fields_or_files_are_413(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    many: list[dict[str, Any]] = [{"username": ["a"] * 4}, {"file": [file(1) for _ in range(4)]}]
    for data in many:
        answer = client.post(reverse("sign-in"), data)
        assert answer.status_code == 413
        assert "more parts than this page takes" in answer.text


def test_fields_have_a_limit_where_files_have_a_larger_one(client: Client, settings: Any) -> None:
    settings.REQUEST_MAX_BYTES = settings.IMPORT_MAX_BYTES
    answer = client.post(reverse("sign-in"), {"username": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE})
    assert answer.status_code == 413
    assert "at most 4.5\xa0MB" in answer.text


def test_a_view_may_take_more(client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts.password, "body_limit", 2 * settings.REQUEST_MAX_BYTES, raising=False)
    url, member = reverse("password"), client_of(make_member())
    for size, status, signed_out in (
        (settings.REQUEST_MAX_BYTES // 2, 422, 302),
        (settings.REQUEST_MAX_BYTES, 422, 302),
        (settings.REQUEST_MAX_BYTES * 2, 413, 413),
    ):
        answer = member.post(url, {"new": "a", "file": file(size)})
        assert answer.status_code == status
        assert client.post(url, {"new": "a", "file": file(size)}).status_code == signed_out
    assert "at most 5.0\xa0MB" in answer.text


def test_the_longest_text_is_read_and_a_large_file_too(settings: Any) -> None:
    for name, size in (("import-text", 4_000_000), ("import-files", 150_000_000)):
        assert resolve(reverse(name, args=["bruecken"])).func.body_limit > size  # type: ignore[attr-defined]
    lead = make_member(role="lead")
    answer = client_of(lead).post(
        reverse("import-text", args=[lead.project.slug]), {"text": "🚧" * 999_990, "title": "Brücke"}
    )
    assert answer.status_code != 413


def test_what_is_too_large_is_not_taken_apart(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[object] = []
    monkeypatch.setattr(HttpRequest, "parse_file_upload", lambda *given: parsed.append(given))
    upload = reverse("import-files", args=["bruecken"])
    for path, status in ((reverse("sign-in"), 413), ("/nirgends/", 413), (upload, 302)):
        assert client.post(path, {"file": file(settings.REQUEST_MAX_BYTES)}).status_code == status
    assert parsed == [], "who is not signed in sends nothing that is kept, not even for a moment"


@pytest.mark.parametrize("length", ["", "x", "-1"])
def test_a_length_that_is_none_is_an_empty_body(client: Client, length: str) -> None:
    answer = client.generic("POST", reverse("sign-in"), b"username=a", CONTENT_LENGTH=length)
    assert answer.status_code == 200
    assert not answer.context["form"].is_bound

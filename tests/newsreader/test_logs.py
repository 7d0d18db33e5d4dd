"""Nothing that was typed, read or asked for stands in the log: not from Django, not from the web server."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from newsreader import states
from newsreader.accounts import make_sign_in_link
from newsreader.faults import Crowded
from newsreader.logs import DiscreetFormatter
from newsreader.models import Project
from tests.factories import client_of, make_article, make_member, make_user

pytestmark = pytest.mark.django_db

SECRETS = ["Zwickmuehle", "Geheimnis", "Aenne", "Hunde1907", "elsewhere"]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the settings would write, from every logger that says anything."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(DiscreetFormatter(django_settings.LOG_FORMAT))
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def told(log: io.StringIO) -> str:
    """What was logged, which holds none of the secrets."""
    text = log.getvalue()
    assert [secret for secret in SECRETS if secret in text] == [], text
    return text


def test_addresses_are_logged_as_routes(log: io.StringIO, visitor: Client) -> None:
    visitor.get("/Zwickmuehle/?q=Geheimnis")
    member = make_member(Project.objects.create(slug="Zwickmuehle", name="Geheimnis"))
    uid = make_article(member.project).uid
    client = client_of(member)
    client.get("/p/Zwickmuehle/articles/?page=Geheimnis&from=Geheimnis")
    client.get(f"/p/Zwickmuehle/articles/{uid}/original/?q=Geheimnis")
    client.get("/p/Zwickmuehle/export/annotations.Geheimnis")
    lines = told(log).splitlines()
    assert lines[0].endswith("WARNING django.request Not Found: (no such page)")
    assert f"Not Found: /p/<slug:slug>/articles/{uid}/original/" in lines[-2]
    assert "Not Found: /p/<slug:slug>/export/annotations.<str:kind>" in lines[-1]


def test_the_token_of_a_link_is_not_logged(log: io.StringIO, visitor: Client) -> None:
    link = make_sign_in_link(make_user("Aenne"))
    assert (
        visitor.post(link, headers={"Referer": "https://elsewhere.example/?q=Geheimnis"}).status_code == 403
    )
    headers = {"Referer": "https://elsewhere.example/?q=Geheimnis"}
    assert visitor.post(link, headers=headers, secure=True).status_code == 403
    assert visitor.post(link, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert visitor.get(reverse("sign-in-link", args=["Hunde1907"])).status_code == 410
    text = told(log)
    assert text.count("/sign-in/<str:token>/") == 4
    assert link not in text


def test_wrong_sign_ins_are_logged_without_the_name(log: io.StringIO) -> None:
    make_user("Aenne", password="Hunde1907!")
    for _ in range(django_settings.AXES_FAILURE_LIMIT + 1):
        Client().post("/sign-in/?next=/Geheimnis", {"username": "Aenne", "password": "Hunde1907"})
    assert "Too Many Requests: /sign-in/" in told(log)


def test_what_no_form_can_read_is_logged_by_its_kind(log: io.StringIO, visitor: Client) -> None:
    visitor.post("/sign-in/", b"Geheimnis", content_type="multipart/form-data; boundary=Geheimnis\x00")
    visitor.get("/", headers={"cookie": 'Geheimnis="Geheimnis\\000"'})
    client = client_of(make_member())
    client.post("/preferences/", {f"Geheimnis{number}": 1 for number in range(1100)})
    client.post("/sign-in/", {"username": "Geheimnis" * 10**6})
    text = told(log)
    assert "TooManyFieldsSent" in text and "BadRequest" in text
    assert "Request Entity Too Large: /sign-in/" in text


def test_a_failure_is_logged_without_the_row_that_it_quotes(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ["Zwickmuehle", "Geheimnis von Aenne"]

    def fail(*_: object, **__: object) -> None:
        with connection.cursor() as cursor:  # PostgreSQL's answer holds the whole row
            cursor.execute("INSERT INTO newsreader_project (slug, name) VALUES (%s, %s)", row)

    monkeypatch.setattr(states, "set_state", fail)
    member = make_member(Project.objects.create(slug="Zwickmuehle", name="Geheimnis"))
    article = make_article(member.project, "Aenne\n\nGeheimnis")
    client = client_of(member)
    client.raise_request_exception = False
    url = reverse("state", args=["Zwickmuehle", article.uid])
    answer = client.post(f"{url}?q=Geheimnis", {"state": "irrelevant", "reason": "Geheimnis"})
    assert answer.status_code == 500
    text = told(log)
    assert f"/p/<slug:slug>/articles/{article.uid}/state/" in text
    assert "IntegrityError" in text and "test_logs.py" in text


def test_a_fault_is_logged_by_its_route(log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    def crowded(*_: object) -> None:
        raise Crowded

    monkeypatch.setattr(states, "set_state", crowded)
    member = make_member(Project.objects.create(slug="Zwickmuehle", name="Geheimnis"))
    url = reverse("state", args=["Zwickmuehle", make_article(member.project).uid])
    client = client_of(member)
    client.raise_request_exception = False
    assert client.post(url, {"state": "done"}).status_code == 503
    assert "busy: Crowded at /p/<slug:slug>/articles/" in told(log)


def test_another_handler_still_has_the_record_as_it_was(
    log: io.StringIO, visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.get("/Zwickmuehle/")
    assert "/Zwickmuehle/" in caplog.text
    assert told(log)

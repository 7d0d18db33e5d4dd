"""What is answered while the database or the disk fails, and that all is well once it no longer does."""

import errno
import logging
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from annotations.models import Annotation, Tag
from newsreader.changes import ChangeSet
from newsreader.faults import Fault, fault_of
from newsreader.models import Article, CodingState, Membership
from tests.factories import client_of, make_article, make_member
from tests.faults import causes

pytestmark = pytest.mark.django_db(transaction=True)

HTMX = {"HX-Request": "true"}
SENTENCES = {
    Fault.BUSY: "The database is busy with something else.",
    Fault.FULL: "The disk of the server is full.",
    Fault.READ_ONLY: "The database can only be read just now.",
}
DEUTSCH = {
    Fault.BUSY: "Die Datenbank ist mit etwas anderem beschäftigt.",
    Fault.FULL: "Der Speicherplatz des Servers ist erschöpft.",
    Fault.READ_ONLY: "Die Datenbank kann im Moment nur gelesen werden.",
}


@pytest.fixture
def coder() -> Membership:
    return make_member()


@pytest.fixture
def article(coder: Membership) -> Article:
    return make_article(coder.project)


@pytest.fixture
def client(coder: Membership) -> Client:
    """A client that gets the answer a browser would get, where it otherwise raises."""
    client = client_of(coder)
    client.raise_request_exception = False
    return client


def mark(client: Client, article: Article, uid: uuid.UUID, **headers: str) -> Any:
    url = reverse("annotations", args=[article.project.slug, article.uid])
    # The note alone needs pages that the database does not have.
    said = {"text_version": 1, "span": "0-6", "uid": uid, "note": "ü" * 9_000, "new_tag": "Öffnung"}
    return client.post(url, said, headers=headers)


def page(article: Article) -> str:
    return reverse("article", args=[article.project.slug, article.uid])


@pytest.mark.parametrize("fault", causes.WRITES_FAIL)
def test_a_write_that_fails_is_a_sentence_and_changes_nothing(
    fault: Fault, client: Client, article: Article
) -> None:
    uid = uuid.uuid4()
    with causes.WRITES_FAIL[fault]():
        answer = mark(client, article, uid)
        fragment = mark(client, article, uid, **HTMX)
        deutsch = mark(client, article, uid, **HTMX, **{"Accept-Language": "de"})
        assert client.get(page(article)).status_code == 200, "reading goes on"
        listing = client.get(reverse("articles", args=[article.project.slug]))
        assert article.title in listing.content.decode()

    for told in (answer, fragment, deutsch):
        assert told.status_code == 503
        assert int(told.headers["Retry-After"]) > 0
        assert told.headers["Cache-Control"] == "no-store"
    assert SENTENCES[fault] in answer.content.decode()
    assert "Go back" in answer.content.decode() and "<html" in answer.content.decode()
    assert fragment.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fragment.content.decode() == (
        f"{SENTENCES[fault]} Nothing was saved. What you typed is still here; try again in a moment."
    )
    assert deutsch.content.decode().startswith(f"{DEUTSCH[fault]} Es wurde nichts gespeichert. ")

    assert not (Annotation.objects.exists() or Tag.objects.exists() or ChangeSet.objects.exists())
    assert not CodingState.objects.exists()
    assert mark(client, article, uid).status_code == 302, "it works again by itself"
    assert (Annotation.objects.get().uid, ChangeSet.objects.count()) == (uid, 1)


def test_signing_in_while_nothing_can_be_written_says_so(coder: Membership) -> None:
    assert coder.user
    coder.user.set_password("Über die Brücke")
    coder.user.save()
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    given = {"username": coder.user.username, "password": "Über die Brücke"}
    with causes.read_only():
        assert client.get(reverse("sign-in")).status_code == 200
        answer = client.post(reverse("sign-in"), given)
        assert answer.status_code == 503
        assert SENTENCES[Fault.READ_ONLY] in answer.content.decode()
    assert client.post(reverse("sign-in"), given).status_code == 302


def test_without_a_database_every_page_says_so_and_none_asks_it(client: Client, article: Article) -> None:
    uid = uuid.uuid4()
    with causes.away():
        answer = client.get(page(article))
        fragment = client.get(page(article), headers=HTMX)
        write = mark(client, article, uid, **HTMX)
        assert Client().get(reverse("help")).status_code == 200, "what needs no database is there"
    for told in (answer, fragment, write):
        assert told.status_code == 503
        assert told.headers["Retry-After"]
    assert "Load the page again in a moment." in answer.content.decode()
    assert "Nothing was saved" not in fragment.content.decode()
    certain = (
        "Nothing was saved." if connection.vendor == "sqlite" else "It is not certain that this was saved."
    )
    assert certain in write.content.decode()
    assert client.get(page(article)).status_code == 200
    assert mark(client, article, uid).status_code == 302


def test_the_log_has_one_line_with_the_code_and_the_path(
    client: Client, article: Article, caplog: pytest.LogCaptureFixture
) -> None:
    with causes.read_only(), caplog.at_level(logging.ERROR):
        mark(client, article, uuid.uuid4())
    code = "SQLITE_READONLY" if connection.vendor == "sqlite" else "25006"
    said = [record.getMessage() for record in caplog.records]
    url = reverse("annotations", args=[article.project.slug, article.uid])
    assert said == [f"read-only: {code} at {url}"]


def test_another_failure_is_no_fault_of_the_database(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("newsreader.views.article._page", fail)
    answer = client.get(page(article))
    assert answer.status_code == 500
    assert "Retry-After" not in answer.headers


def test_a_statement_that_is_wrong_is_no_fault() -> None:
    for statement in ("SELECT * FROM nowhere", "INSERT INTO newsreader_project (id) VALUES (1)"):
        with pytest.raises(Exception) as problem:
            causes.run(statement)
        assert fault_of(problem.value) is None


@pytest.mark.parametrize(
    ("number", "fault"),
    [(errno.ENOSPC, Fault.FULL), (errno.EROFS, Fault.READ_ONLY), (errno.ENOENT, None)],
)
def test_the_systems_own_errors(number: int, fault: Fault | None) -> None:
    """An upload is a file before any database hears of it."""
    assert fault_of(OSError(number, "")) is fault
    try:
        try:
            raise OSError(number, "")
        except OSError as error:
            raise RuntimeError from error
    except RuntimeError as error:
        assert fault_of(error) is fault

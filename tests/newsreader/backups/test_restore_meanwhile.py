"""While a backup comes back others read and write: they see before or after, never something between."""

import threading
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections, transaction

from newsreader.backups import into
from newsreader.models import Article, Project, User
from newsreader.snapshot import snapshot
from tests.factories import make_article

from .files import backup, refused, restore
from .study import everything, make_study

pytestmark = pytest.mark.django_db(transaction=True)


def test_while_others_read_and_write(tmp_path: Path) -> None:
    """A reader sees the state of before or of after, never something between; a writer waits or is told."""
    project = make_study()
    expected = everything()
    path = backup(tmp_path)
    for n in range(30):
        make_article(project, f"Text {n}")
    articles = {Article.objects.count(), 2}
    stop, seen, failed, written = threading.Event(), set[int](), list[Exception](), [0]

    def read() -> None:
        while not stop.is_set():
            seen.add(Article.objects.count())
            if not Project.objects.filter(pk=project.pk).exists():
                failed.append(AssertionError("the project was away"))
        connections.close_all()

    def write() -> None:
        while not stop.is_set():
            try:
                User.objects.create_user(f"writer{written[0]}")
                written[0] += 1
            except OperationalError as problem:
                if "lock" not in str(problem):
                    failed.append(problem)
        connections.close_all()

    threads = [threading.Thread(target=read), threading.Thread(target=write)]
    for thread in threads:
        thread.start()
    try:
        for _round in range(3):
            restore(path)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert failed == [] and seen <= articles and written[0] > 0
    User.objects.filter(username__startswith="writer").delete()
    assert everything() == expected


def test_an_export_that_has_begun_goes_on_with_its_moment(tmp_path: Path) -> None:
    project = make_study()
    path = backup(tmp_path)
    make_article(project, "Erst nach der Sicherung.")
    started, go_on, counts = threading.Event(), threading.Event(), list[dict[str, int]]()

    def export() -> None:
        with snapshot():
            counts.append({"articles": Article.objects.count()})
            started.set()
            go_on.wait(30)
            counts.append({"articles": Article.objects.count()})
        connections.close_all()

    thread = threading.Thread(target=export)
    thread.start()
    started.wait(30)
    restore(path)
    go_on.set()
    thread.join()
    assert counts == [{"articles": 3}, {"articles": 3}] and Article.objects.count() == 2


def test_a_database_that_somebody_else_holds_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_study()
    path = backup(tmp_path)
    monkeypatch.setattr(into, "LOCK_SECONDS", 1)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 200")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Project.objects.update(name="gehalten")
            held.set()
            done.wait(60)
            transaction.set_rollback(True)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(30)
    try:
        said = refused(path, capsys)
    finally:
        done.set()
        thread.join()
    assert "Nichts wurde geändert" in said
    assert connection.vendor == "postgresql" or "locked" in said

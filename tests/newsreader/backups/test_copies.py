"""Copies of the SQLite file: whole, private, seven of a kind, and never at the cost of what is there."""

import errno
import os
import sqlite3
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from newsreader.backups import copies
from newsreader.backups.copies import Kind
from newsreader.management.commands import migrate
from tests.factories import make_article, make_project

# Copies are of SQLite alone; on PostgreSQL one test says that none are made.
pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "localtime", lambda: moment)

    return set_to


def texts_in(path: Path) -> list[str]:
    with sqlite3.connect(path) as database:
        return [text for (text,) in database.execute("SELECT text FROM newsreader_articletext ORDER BY id")]


def test_a_copy_is_whole_and_for_its_owner_only(home: Path) -> None:
    make_article(make_project(), "Die Brücke 🚧 bleibt zu.")
    path = copies.copy_if_due()
    assert path is not None
    assert texts_in(path) == ["Die Brücke 🚧 bleibt zu."]
    with sqlite3.connect(path) as database:
        found = database.execute("SELECT count(*) FROM newsreader_search WHERE newsreader_search MATCH 'zu'")
        assert found.fetchone() == (1,)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent == home / "backups"
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == [path.name], (
        "no log or temporary file beside it"
    )


def test_one_a_day_and_seven_are_kept(clock: Clock) -> None:
    for day in range(1, 11):
        clock(datetime(2026, 11, day, 9))
        assert copies.copy_if_due() is not None
        clock(datetime(2026, 11, day, 23))
        assert copies.copy_if_due() is None
    names = sorted(path.name for path in copies.kept())
    assert names == [f"daily-2026-11-{day:02}.sqlite3" for day in range(4, 11)]


def test_copies_before_migrations_do_not_push_the_daily_ones_out(clock: Clock) -> None:
    copies.copy(Kind.DAILY)
    for minute in range(9):
        clock(datetime(2026, 11, 25, 9, minute))
        copies.copy(Kind.MIGRATION)
    kinds = [path.name[:5] for path in copies.kept()]
    assert kinds.count("daily") == 1 and kinds.count("befor") == copies.KEPT


def test_while_somebody_writes_the_copy_does_not_wait_and_nobody_waits_for_it() -> None:
    project = make_project()
    with sqlite3.connect(connection.settings_dict["NAME"], timeout=0.1) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE newsreader_project SET name = 'halb'")
        began = time.monotonic()
        path = copies.copy(Kind.DAILY)
        assert time.monotonic() - began < 4, "it waited for the lock"
        other.rollback()
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT name FROM newsreader_project").fetchall() == [(project.name,)]


Fault = Callable[[pytest.MonkeyPatch], None]


def no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "SPARE_BYTES", 10**18)


def fails_half_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def copy(source: Path, part: Path) -> None:
        part.write_bytes(b"half of it")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(copies, "copy_file", copy)


def is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = copies.copy_file

    def copy(source: Path, part: Path) -> None:
        damaged = source.with_name("damaged.sqlite3")
        whole(source, damaged)
        data = bytearray(damaged.read_bytes())
        data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
        damaged.write_bytes(data)
        try:
            whole(damaged, part)
        finally:
            damaged.unlink()

    monkeypatch.setattr(copies, "copy_file", copy)


@pytest.mark.parametrize("fault", [no_room, fails_half_way, is_damaged])
def test_a_copy_that_fails_leaves_what_is_there_and_says_so(
    fault: Fault, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, clock: Clock
) -> None:
    clock(datetime(2026, 11, 24))
    earlier = copies.copy(Kind.DAILY)
    before = earlier.read_bytes()
    make_article(make_project())
    clock(datetime(2026, 11, 25))
    fault(monkeypatch)
    assert copies.copy_if_due() is None
    assert list(copies.folder().iterdir()) == [earlier]
    assert earlier.read_bytes() == before
    (said,) = caplog.records
    assert said.levelname == "ERROR" and said.getMessage().startswith(
        "Die Datenbank konnte nicht kopiert werden"
    )


def test_what_a_killed_copy_left_is_cleared_away() -> None:
    left = copies.folder() / ".daily-2026-11-24.sqlite3.abc.part"
    left.write_bytes(b"half of it")
    os.utime(left, (0, 0))
    copies.copy(Kind.DAILY)
    assert not left.exists()


@pytest.fixture
def pending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "pending_migrations", lambda: True)


@pytest.mark.usefixtures("pending")
def test_before_a_migration_the_file_is_copied() -> None:
    make_article(make_project(), "Vor der Umstellung.")
    call_command("migrate", verbosity=0, interactive=False)
    (path,) = copies.kept()
    assert path.name.startswith("before-migration-2")
    assert texts_in(path) == ["Vor der Umstellung."]


@pytest.mark.usefixtures("pending")
def test_without_a_copy_nothing_is_migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    no_room(monkeypatch)
    monkeypatch.setattr("django.core.management.commands.migrate.Command.handle", lambda *a, **k: 1 / 0)
    with pytest.raises(CommandError, match="konnte nicht kopiert werden"):
        call_command("migrate", verbosity=0, interactive=False)


@pytest.mark.parametrize("options", [{}, {"plan": True}], ids=["nothing pending", "plan"])
def test_where_nothing_changes_there_is_no_copy(options: dict[str, Any]) -> None:
    call_command("migrate", verbosity=0, interactive=False, **options)
    assert copies.kept() == []


def test_of_postgresql_no_copies_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "postgresql")
    assert copies.copy_if_due() is None
    assert not (settings.HOME / "backups").exists()

"""Whether the database is as new as the program: asked by names, and answered as Django's executor does."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from newsreader import migrated
from newsreader.migrated import migrations_of_program, pending_migrations

pytestmark = pytest.mark.django_db


def test_the_names_are_those_that_django_finds() -> None:
    assert migrations_of_program() == set(MigrationLoader(None).disk_migrations)


def test_an_installation_that_is_up_to_date_is_told_by_names_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor", None)
    assert not pending_migrations()


def test_a_migration_that_has_not_run_is_pending() -> None:
    (newest,) = MigrationLoader(None).graph.leaf_nodes("newsreader")
    MigrationRecorder(connection).record_unapplied(*newest)
    assert pending_migrations()


def test_a_database_of_a_newer_program_has_nothing_pending() -> None:
    MigrationRecorder(connection).record_applied("newsreader", "9999_of_tomorrow")
    assert not pending_migrations()


def test_without_a_table_of_migrations_everything_is_pending(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a database that is new. The statement that fails must not be in the test's own transaction."""
    monkeypatch.setattr(migrated, "migrations_of_database", lambda: set())
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda recorder: {})
    assert pending_migrations()

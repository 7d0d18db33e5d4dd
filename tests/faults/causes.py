"""Real faults of the database under test, for as long as a `with` lasts. Each says how it is made."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg
from django.db import connection

from newsreader.faults import Fault

PATIENCE = 200  # milliseconds; in the settings it is five seconds


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


@contextmanager
def held() -> Iterator[None]:
    """Another connection holds the write lock: SQLite's one; on PostgreSQL a lock on every table that lets
    reads through and nothing that writes, or locks a row."""
    if is_sqlite():
        other: Any = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg.connect(**_parameters())
        tables = ", ".join(f'"{name}"' for name in connection.introspection.table_names())
        other.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def _parameters() -> dict[str, Any]:
    names = ("host", "port", "user", "password", "dbname")
    given = connection.get_connection_params()
    return {name: given[name] for name in names if given.get(name)}


@contextmanager
def busy() -> Iterator[None]:
    """The same, and this connection waits for less long than an installation does."""
    setting = "PRAGMA busy_timeout = %d" if is_sqlite() else "SET lock_timeout = %d"
    run(setting % PATIENCE)
    try:
        with held():
            yield
    finally:
        run(setting % 5000)


@contextmanager
def full() -> Iterator[None]:
    """SQLite is allowed no further page. On PostgreSQL a trigger raises what the server raises when it cannot
    extend a file."""
    if is_sqlite():
        run("VACUUM")  # what earlier tests have deleted is room
        with connection.cursor() as cursor:
            (pages,) = cursor.execute("PRAGMA page_count").fetchone()
            (before,) = cursor.execute("PRAGMA max_page_count").fetchone()
        run(f"PRAGMA max_page_count = {pages}")
        after = [f"PRAGMA max_page_count = {before}"]
    else:
        run(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END$$",
            "CREATE TRIGGER no_room BEFORE INSERT ON annotations_span EXECUTE FUNCTION no_room()",
        )
        after = ["DROP TRIGGER no_room ON annotations_span", "DROP FUNCTION no_room"]
    try:
        yield
    finally:
        run(*after)


@contextmanager
def read_only() -> Iterator[None]:
    """SQLite opens the file for reading only, as it does itself when it may not write there. PostgreSQL
    begins every transaction as a replica does."""
    if is_sqlite():
        with reopened(NAME=f"file:{connection.settings_dict['NAME']}?mode=ro"):
            yield
    else:
        run("SET default_transaction_read_only = on")
        try:
            yield
        finally:
            run("SET default_transaction_read_only = off")


@contextmanager
def away() -> Iterator[None]:
    """Nothing is where the database was: SQLite's folder is gone, nobody listens at PostgreSQL's port."""
    with reopened(**({"NAME": "/nowhere/wortlaut.sqlite3"} if is_sqlite() else {"PORT": "1"})):
        yield


@contextmanager
def reopened(**settings: str) -> Iterator[None]:
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(settings)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


Cause = Callable[[], AbstractContextManager[None]]
WRITES_FAIL: dict[Fault, Cause] = {Fault.BUSY: busy, Fault.FULL: full, Fault.READ_ONLY: read_only}

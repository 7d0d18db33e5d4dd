"""Installations that are really served."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests import postgres
from tests.faults.installation import Installation, OwnPostgres, stopped_at_the_end


@pytest.fixture(scope="module")
def server() -> Iterator[OwnPostgres | None]:
    """None where the suite runs on SQLite."""
    if connection.vendor == "sqlite":
        yield None
    else:
        with postgres.server() as url:
            yield OwnPostgres(url)


@pytest.fixture(scope="module")
def installation(server: OwnPostgres | None) -> Iterator[Installation]:
    """Not started yet."""
    with tempfile.TemporaryDirectory(prefix="wortlaut-served-") as folder:
        made = Installation(Path(folder) / "home", server.url if server else "")
        with stopped_at_the_end(made):
            yield made

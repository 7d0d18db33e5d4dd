"""The suite has to meet the locks and the durability that an installation has."""

from pathlib import Path

import pytest
from django.db import connection


@pytest.mark.django_db
def test_sqlite_is_a_file_with_write_ahead_log_and_full_synchronisation() -> None:
    if connection.vendor != "sqlite":
        assert connection.vendor == "postgresql"
        return
    assert Path(connection.settings_dict["NAME"]).is_file()
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)

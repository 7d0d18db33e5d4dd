"""Keeping everybody else from writing, for what changes so much that no row's lock is enough."""

from django.apps import apps
from django.conf import settings
from django.db import connection

from .search.front import indexes


def tables() -> list[str]:
    """The tables of both wings and of the search indexes."""
    wings = [apps.get_app_config(wing) for wing in settings.WINGS]
    models = [model for wing in wings for model in wing.get_models(include_auto_created=True)]
    return [*(model._meta.db_table for model in models), *(names.table for names in indexes())]


def writers_wait(seconds: int) -> None:
    """From here to the end of the transaction nobody else writes, and all go on reading. Raises
    OperationalError when somebody else's writing does not end within the seconds."""
    if connection.vendor != "postgresql":
        return  # SQLite's transactions begin so (see the settings), and wait as long as they say
    names = ", ".join(map(connection.ops.quote_name, tables()))
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{seconds}s'")
        # EXCLUSIVE is the strongest lock that lets others read.
        cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")

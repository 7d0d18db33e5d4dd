"""Whether the database is as new as the program, without loading what would bring it there.

Django's executor reads every migration of every app to answer this, which is a tenth of a start.
"""

from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.db import DatabaseError, OperationalError, connection

Migration = tuple[str, str]
"""App and name."""


def migrations_of_program() -> set[Migration]:
    """All that there are, by the names of their files, found as Django's loader finds them."""
    return {
        (app.label, module.name)
        for app in apps.get_app_configs()
        for module in iter_modules([str(Path(app.path) / "migrations")])
        if not module.ispkg and module.name[0] not in "_~"
    }


def migrations_of_database() -> set[Migration]:
    """All that have been applied. Raises DatabaseError, also where there is no table of them yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


def pending_migrations() -> bool:
    """Whether the database is of an older version than the program, or not set up at all.

    Where every name is there, nothing is pending. Where one is not, the executor is asked: a migration may
    stand for several others. Raises OperationalError when the database does not answer.
    """
    try:
        if migrations_of_program() <= migrations_of_database():
            return False
    except DatabaseError as error:
        # Of a table that is not there yet PostgreSQL says something else.
        if isinstance(error, OperationalError) and connection.vendor == "postgresql":
            raise
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

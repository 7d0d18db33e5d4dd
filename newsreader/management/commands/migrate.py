"""`manage.py migrate`: Django's own, with a copy of the SQLite file before anything is changed."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder

from newsreader.backups import copies
from newsreader.migrated import pending_migrations


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if self.will_change_something(options):
            try:
                copies.copy(copies.Kind.MIGRATION)
            except copies.CopyError as problem:
                raise CommandError(f"{problem}") from problem
        super().handle(*args, **options)

    def will_change_something(self, options: dict[str, Any]) -> bool:
        """Whether there is something to lose: tables of an earlier version, in a file that we can copy."""
        connection = connections[options["database"]]
        if connection.vendor != "sqlite" or options["database"] != DEFAULT_DB_ALIAS:
            return False
        if (
            options["plan"]
            or options["check_unapplied"]
            or not MigrationRecorder(connection).applied_migrations()
        ):
            return False
        return bool(options["app_label"] or pending_migrations())

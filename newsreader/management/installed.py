"""The base of commands that need an installation: a database that answers and is up to date."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _


class InstalledCommand(BaseCommand):
    def execute(self, *args: Any, **options: Any) -> Any:
        """Raises CommandError, one sentence, when the command could only fail half-way."""
        try:
            executor = MigrationExecutor(connection)
            pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except OperationalError as problem:
            reason = str(problem).strip().partition("\n")[0]
            raise CommandError(_("The database does not answer: %(reason)s") % {"reason": reason}) from None
        if pending:
            raise CommandError(
                _("The database is not set up yet, or of an older version. Type `manage.py migrate` first.")
            )
        return super().execute(*args, **options)

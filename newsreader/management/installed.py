"""The base of commands that need an installation: a database that answers and is up to date. What several of
them check and say is here too."""

import sys
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db import OperationalError
from django.utils.translation import gettext as _

from newsreader.access import ARCHIVED
from newsreader.migrated import pending_migrations
from newsreader.models import Project


def first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


class InstalledCommand(BaseCommand):
    def execute(self, *args: Any, **options: Any) -> Any:
        """Raises CommandError, one sentence, when the command could only fail half-way."""
        try:
            pending = pending_migrations()
        except OperationalError as problem:
            said = _("The database does not answer: %(reason)s")
            raise CommandError(said % {"reason": first_line(problem)}) from None
        if pending:
            raise CommandError(
                _("The database is not set up yet, or of an older version. Type `manage.py migrate` first.")
            )
        return super().execute(*args, **options)

    def check_slug(self, slug: str) -> None:
        """Ends the command when no project can have this name in addresses."""
        try:
            validate_slug(slug)
        except ValidationError:
            self.fail(_("“%(slug)s” is no project: letters, digits, - and _ only.") % {"slug": slug})
        if len(slug) > 60:
            self.fail(_("A project's name in addresses has at most 60 characters."))

    def check_open(self, project: Project | None) -> None:
        """Ends the command when nothing may be written in the project."""
        if project and project.archived_at:
            self.fail(str(ARCHIVED))

    def fail(self, sentence: str, code: int = 2) -> NoReturn:
        """Ends the command with a sentence; exit code 2 for what was typed wrong, 1 for what did not work."""
        self.stderr.write(sentence)
        sys.exit(code)

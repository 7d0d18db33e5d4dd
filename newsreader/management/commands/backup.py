"""`manage.py backup [--output FILE] [--project SLUG]`: all in one file, while others read and write."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from newsreader.backups import copies, out
from newsreader.management.installed import InstalledCommand
from newsreader.models import Project


class Command(InstalledCommand):
    help = "Writes a backup of everything, or of one project, into one file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--output", metavar="FILE", help=_("instead of var/backups; - is standard output")
        )
        parser.add_argument("--project", metavar="SLUG", help=_("one project only, without passwords"))

    def handle(self, *, output: str | None, project: str | None, **options: Any) -> None:
        found = Project.objects.filter(slug=project).first() if project else None
        if project and found is None:
            self.fail(_("There is no project “%(name)s”.") % {"name": project})
        pieces = out.stream(found)
        if output == "-":
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            return
        path = Path(output) if output else copies.folder() / out.filename(found, timezone.localtime())
        self.write(path, pieces)
        size = max(1, round(path.stat().st_size / 1_000_000))
        self.stdout.write(_("%(path)s holds the backup (%(size)d MB).") % {"path": path, "size": size})

    def write(self, path: Path, pieces: Iterator[bytes]) -> None:
        try:
            with copies.new_file(path) as part, part.open("wb") as file:
                file.writelines(pieces)
        except OSError as error:
            words = {"path": path, "reason": error.strerror}
            self.fail(_("%(path)s cannot be written: %(reason)s.") % words, 1)

"""`manage.py export_training --project SLUG`: what analysts have decided, to train the detector with."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from annotations.interchange import training_out
from newsreader.models import Project

from .export_annotations import Command as ExportCommand


class Command(ExportCommand):
    help = "Exports the articles that are done as training data for the quote detector (JSON lines)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument("--output", metavar="FILE", help=_("instead of standard output"))

    def handle(self, *, output: str | None, **options: Any) -> None:
        project = Project.objects.filter(slug=options["project"]).first()
        if project is None:
            self.fail(_("There is no project “%(name)s”.") % {"name": options["project"]})
        pieces = training_out.stream(project)
        if output:
            self.write_file(Path(output), pieces)
        else:
            self.write_out(pieces)

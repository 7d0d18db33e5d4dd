"""`manage.py train_quotes DATA.jsonl --output FOLDER`: weights for the quote detector. Needs no database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from annotations.quotes.training.gold import BadLine
from annotations.quotes.training.train import FOLDS, train
from newsreader.importing.pool import processors


class Command(BaseCommand):
    help = "Trains the weights of the quote detector on annotated articles, a line each."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("data", type=Path, metavar="DATA.jsonl")
        parser.add_argument("--output", type=Path, required=True, metavar="FOLDER")
        parser.add_argument("--folds", type=int, default=FOLDS, help=_("parts that are left out in turn"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = train(options["data"], options["output"], processors(), self._tell, options["folds"])
        except (OSError, BadLine, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Written: %(path)s") % {"path": written})

    def _tell(self, done: int, total: int) -> None:
        self.stderr.write(_("Step %(done)d of %(total)d") % {"done": done, "total": total})

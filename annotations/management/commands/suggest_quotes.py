"""`manage.py suggest_quotes --project SLUG`: the detector reads a project's articles and suggests quotes."""

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotations.interchange.named import Unknown, find_source
from annotations.suggesting import running
from newsreader import dates
from newsreader.importing.pool import WorkerLost
from newsreader.importing.progress import Progress
from newsreader.management.commands.import_articles import INTERRUPTED_CODE
from newsreader.management.installed import InstalledCommand
from newsreader.models import Project


class Command(InstalledCommand):
    help = "Finds quotes and their speakers in a project's articles and stores them as suggestions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument("--source", metavar="NAME", help=_("the outlet"))
        parser.add_argument("--since", metavar="DATE", help=_("published since: 2022, 2022-01 or 2022-01-12"))
        parser.add_argument(
            "--redo", action="store_true", help=_("also what this version of the detector has read")
        )

    def handle(self, *, project: str, **options: Any) -> None:
        found = Project.objects.filter(slug=project).first()
        if found is None:
            self.fail(_("There is no project “%(name)s”.") % {"name": project})
        self.check_open(found)
        asked = self.asked(found, options)
        progress = None
        if options["verbosity"]:
            total = running.count(found, asked)
            progress = Progress(self.write_part, total, self.stderr.isatty(), said=running.ARTICLES)
        try:
            outcome = running.suggest(found, asked, progress)
        except KeyboardInterrupt:
            self.fail(self.interrupted(asked), INTERRUPTED_CODE)
        except WorkerLost:
            self.fail(_("A process was ended, perhaps for want of memory. What is done stays."), 1)
        finally:
            if progress:
                progress.close()
        if options["verbosity"]:
            self.summary(outcome)
        if outcome.failed:
            sys.exit(1)

    def asked(self, project: Project, options: dict[str, Any]) -> running.Asked:
        try:
            source = find_source(project, options["source"]) if options["source"] else None
            since = dates.parse(options["since"]) if options["since"] else ""
        except Unknown as error:
            self.fail(str(error))
        except ValueError:
            said = _("A date is written 2017, 2017-03 or 2017-03-30; “%(value)s” is none.")
            self.fail(said % {"value": options["since"]})
        return running.Asked(source, since, options["redo"])

    def interrupted(self, asked: running.Asked) -> str:
        if asked.redo:
            return _("Interrupted. What is done stays. Run the same command again, and it begins anew.")
        return _("Interrupted. Run the same command again, and it goes on.")

    def write_part(self, text: str) -> None:
        """To standard error without a newline, and not in the colour of errors."""
        self.stderr.write(text, str, ending="")
        self.stderr.flush()

    def summary(self, outcome: running.Outcome) -> None:
        read = ngettext("%(n)d article read", "%(n)d articles read", outcome.read) % {"n": outcome.read}
        found = ngettext("%(n)d suggestion", "%(n)d suggestions", outcome.found) % {"n": outcome.found}
        self.stdout.write(f"{read}, {found} ({outcome.detector}).")
        if outcome.failed:
            self.stdout.write(_("The detector failed on %(n)d articles.") % {"n": outcome.failed})

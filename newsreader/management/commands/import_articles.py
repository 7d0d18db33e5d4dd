"""`manage.py import_articles PATH… --project SLUG`: files, folders and zips become articles."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import CommandParser
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from newsreader import projects
from newsreader.accounts import first_lead, lead_of
from newsreader.importing.metadata import MetadataError, Table, read_table
from newsreader.importing.progress import Progress
from newsreader.importing.report import INTERRUPTED, Report, as_lines, sentence
from newsreader.importing.run import UPDATE, Job, count_files, import_files, rehearse
from newsreader.importing.values import ValueProblem, checked
from newsreader.management.installed import InstalledCommand, first_line
from newsreader.models import Project

INTERRUPTED_CODE = 130
"""What a shell expects of a command that Ctrl-C ended: 128 and the number of the signal."""


class Command(InstalledCommand):
    help = "Imports news texts: files, folders with all that is below them, and zips."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help=_("a file, a folder or a .zip"))
        parser.add_argument("--project", required=True, metavar="SLUG", help=_("made when there is none"))
        parser.add_argument("--source", default="", metavar="NAME", help=_("the outlet of all files"))
        parser.add_argument(
            "--language", default="", metavar="CODE", help=_("language of all files, as in de")
        )
        parser.add_argument("--date", default="", help=_("date of all files: 2022, 2022-01 or 2022-01-12"))
        parser.add_argument("--genre", default="", help=_("genre of all files, as in news or interview"))
        parser.add_argument("--encoding", default="", metavar="NAME", help=_("instead of finding it out"))
        parser.add_argument("--metadata", metavar="FILE.csv", help=_("one row for each file"))
        parser.add_argument(
            "--on-change",
            choices=["add", UPDATE],
            default="add",
            help=_("what a newer version of an article is: an article of its own, or an update of its text"),
        )
        parser.add_argument("--dry-run", action="store_true", help=_("report only, write nothing"))
        parser.add_argument("--report", metavar="FILE.json", help=_("write what came of each file"))

    def handle(self, *, paths: list[str], project: str, dry_run: bool, **options: Any) -> None:
        job = self.job(paths, options)
        self.check_slug(project)
        self.check_report(options["report"])
        try:
            report = self.run(job, project, dry_run, options["verbosity"])
        except DatabaseError as error:
            self.fail(_("The database does not answer: %(reason)s") % {"reason": first_line(error)}, 1)
        except KeyboardInterrupt:
            self.fail(_("Interrupted."), INTERRUPTED_CODE)
        self.write_report(options["report"], project, dry_run, job, report)
        if options["verbosity"]:
            self.summary(report, dry_run)
        if report.stopped:
            self.say_stopped(report)
        if not report.complete:
            sys.exit(1)

    def job(self, paths: list[str], options: dict[str, Any]) -> Job:
        """The options, checked. Ends the command with exit code 2 and one sentence for what cannot be."""
        keys = {"source": "source", "language": "language", "date": "published", "genre": "genre"}
        try:
            given = {key: checked(key, options[option]) for option, key in keys.items() if options[option]}
        except ValueProblem as problem:
            self.fail(sentence(problem))
        encoding = options["encoding"] or None
        try:
            b"abcd".decode(encoding or "utf-8", "replace")
        except (LookupError, ValueError):
            self.fail(_("There is no encoding “%(name)s”.") % {"name": encoding})
        table = self.table(options["metadata"], given) if options["metadata"] else None
        return Job(tuple(paths), given, encoding, table, renews=options["on_change"] == UPDATE)

    def table(self, path: str, given: dict[str, str]) -> Table:
        try:
            return read_table(Path(path).read_bytes(), given.get("language", "de"))
        except MetadataError as error:
            self.fail(sentence(error))
        except (OSError, ValueError):
            self.fail(_("The metadata file %(path)s cannot be read.") % {"path": path})

    def check_report(self, path: str | None) -> None:
        """Before hours of work, not after them."""
        if path and (Path(path).is_dir() or not Path(path).absolute().parent.is_dir()):
            self.fail(_("The report %(path)s cannot be written.") % {"path": path})

    def run(self, job: Job, slug: str, dry_run: bool, verbosity: int) -> Report:
        project = Project.objects.filter(slug=slug).first()
        is_new = not project and any(Path(path).exists() for path in job.paths)  # none for a slip of the pen
        if is_new:
            said = _("The project %(slug)s would be made.") if dry_run else _("The project %(slug)s is made.")
            self.say(said % {"slug": slug})
        if is_new and not dry_run:
            project = projects.create(first_lead(), slug, slug).project
        if not dry_run:
            self.check_open(project)
        progress = None
        if verbosity:
            progress = Progress(self.write_part, count_files(job.paths), self.stderr.isatty())
        try:
            if dry_run or not project:
                return rehearse(job, project, progress)
            return import_files(job, project, lead_of(project), progress)
        finally:
            if progress:
                progress.close()

    def say(self, text: str) -> None:
        try:
            self.stdout.write(text)
        except UnicodeEncodeError:  # a terminal of another encoding, and a file name that it cannot show
            self.stdout.write(text.encode("ascii", "backslashreplace").decode())

    def write_part(self, text: str) -> None:
        """To standard error without a newline, and not in the colour of errors."""
        self.stderr.write(text, str, ending="")
        self.stderr.flush()

    def write_report(self, path: str | None, slug: str, dry_run: bool, job: Job, report: Report) -> None:
        if not path:
            return
        head = {
            "project": slug,
            "dry_run": dry_run,
            "at": timezone.now().isoformat(),
            "options": job.options(),
        }
        try:
            text = json.dumps(head | report.as_json(), ensure_ascii=False, indent=1)
            Path(path).write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            self.fail(
                _("The report %(path)s cannot be written: %(reason)s") % {"path": path, "reason": error}, 1
            )

    def summary(self, report: Report, dry_run: bool) -> None:
        if dry_run:
            self.say(_("Nothing was written. This is what would come of it:"))
        for line in as_lines(report):
            self.say(line)

    def say_stopped(self, report: Report) -> NoReturn:
        kept = _("%(count)d articles are in; run the same command again, and it goes on.") % {
            "count": report.new
        }
        code = INTERRUPTED_CODE if report.stopped == INTERRUPTED else 1
        self.fail(f"{report.why_stopped} {kept}", code)

"""`manage.py restore FILE [--project SLUG] [--as SLUG] [--replace]`: a backup, or a copy of the SQLite file,
comes back while others read."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from newsreader.backups import copies, into, restoring
from newsreader.backups.format import BackupError
from newsreader.backups.scratch import NoSuchProject
from newsreader.management.installed import InstalledCommand, first_line
from newsreader.translatable import gettext_noop

NOTHING_CHANGED = gettext_noop("Nothing has changed.")


class Command(InstalledCommand):
    help = "Brings back what a backup holds: everything, in place of what is there now, or one project."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help=_("a backup, or a copy of the SQLite database"))
        parser.add_argument("--project", metavar="SLUG", default="", help=_("only this project of the file"))
        parser.add_argument(
            "--as", metavar="SLUG", dest="slug", default="", help=_("another short name for the project")
        )
        parser.add_argument(
            "--replace", action="store_true", help=_("in place of the project as it is here now")
        )

    def handle(self, *, file: str, project: str, slug: str, replace: bool, **options: Any) -> None:
        path = Path(file)
        if slug:
            self.check_slug(slug)
        try:
            done = restoring.restore(path, project, slug, replace)
        except BackupError as problem:
            self.fail(_(str(problem)) + " " + _(NOTHING_CHANGED), 1)
        except NoSuchProject:
            self.fail(_("There is no project “%(name)s” in this file.") % {"name": project}, 1)
        except copies.CopyError as problem:
            self.fail(str(problem) + " " + _(NOTHING_CHANGED), 1)
        except into.AlreadyThere as problem:
            self.fail(self.already_there(problem), 1)
        except OSError as problem:
            words = {"path": path, "reason": problem.strerror}
            self.fail(_("%(path)s cannot be read: %(reason)s.") % words, 1)
        except DatabaseError as problem:
            words = {"reason": first_line(problem)}
            said = _("The database does not answer: %(reason)s") % words
            self.fail(said + " " + _(NOTHING_CHANGED), 1)
        self.say(done)

    def already_there(self, problem: into.AlreadyThere) -> str:
        if problem.same:
            said = _("The project %(slug)s is here already. --replace puts the backup in its place.")
        else:
            said = _("Another project has the short name %(slug)s. --as SLUG gives the backup's another one.")
        return said % {"slug": problem.project.slug}

    def say(self, done: restoring.Done) -> None:
        made = date_format(timezone.localtime(done.made_at), "SHORT_DATETIME_FORMAT")
        if done.project:
            words = {"name": done.project.name, "slug": done.project.slug, "made": made}
            self.stdout.write(_("The project %(name)s (%(slug)s) is as it was on %(made)s.") % words)
            known = done.project.memberships.filter(user__isnull=False).values_list(
                "user__username", flat=True
            )
            self.stdout.write(_("Who can sign in to it: %(names)s.") % {"names": ", ".join(known)})
        else:
            self.stdout.write(_("Everything is as it was on %(made)s.") % {"made": made})
        self.stdout.write(_("What was there before is in %(path)s.") % {"path": done.before})

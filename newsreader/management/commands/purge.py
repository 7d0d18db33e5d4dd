"""`manage.py purge --project SLUG [--article UID…]`: a project, or single articles, are gone for good."""

import sys
from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsreader.backups import copies
from newsreader.management.installed import InstalledCommand, first_line
from newsreader.models import Project
from newsreader.purging import remains, rows
from newsreader.purging.rows import Purged, Unknown

SECONDS = 60  # for those who read an older state of the database


class Command(InstalledCommand):
    help = "Deletes a project, or single articles, for good: texts, originals, marks, history, index."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--project", metavar="SLUG")
        what.add_argument(
            "--finish", action="store_true", help=_("only clear what an earlier purge had to leave")
        )
        parser.add_argument(
            "--article", metavar="UID", dest="articles", nargs="+", type=UUID, help=_("only these articles")
        )
        parser.add_argument(
            "--confirm", metavar="SLUG", default="", help=_("the short name once more, instead of typing it")
        )

    def handle(
        self, *, project: str | None, articles: list[UUID] | None, confirm: str, **options: Any
    ) -> None:
        if project:
            found = Project.objects.filter(slug=project).first()
            if found is None:
                self.fail(_("There is no project “%(name)s”.") % {"name": project})
            self.ask(found, articles, confirm)
            kept = copies.holding(str(found.uid))
            self.tell(self.purge(found, articles))
        cleared = remains.clear(SECONDS)
        if project:
            self.list_copies([path.name for path in kept])
        if not cleared:
            sentence = _(
                "The database is in use, so its files still hold remains. “manage.py purge --finish” clears "
                "them; a running server does so by itself, too."
            )
            self.fail(sentence, 1)

    def ask(self, project: Project, articles: list[UUID] | None, confirm: str) -> None:
        """The only thing that is asked for: it cannot be undone."""
        if not confirm:
            number = len(articles) if articles else project.articles.count()
            said = ngettext(
                "%(count)d article of “%(name)s” will be gone for good, and all that was marked in it.",
                "%(count)d articles of “%(name)s” will be gone for good, and all that was marked in them.",
                number,
            )
            self.stdout.write(said % {"count": number, "name": project.name})
            self.stdout.write(_("Type %(slug)s to confirm: ") % {"slug": project.slug}, ending="")
            self.stdout.flush()
            confirm = sys.stdin.readline().strip()
        if confirm != project.slug:
            self.fail(_("That is not its short name.") + " " + _("Nothing has changed."))

    def purge(self, project: Project, articles: list[UUID] | None) -> Purged:
        try:
            return rows.purge_articles(project, articles) if articles else rows.purge_project(project)
        except Unknown as problem:
            said = _("The project has no article %(uid)s.") % {"uid": problem}
            self.fail(said + " " + _("Nothing has changed."))
        except DatabaseError as problem:
            said = _("The database does not answer: %(reason)s") % {"reason": first_line(problem)}
            self.fail(said + " " + _("Nothing has changed."), 1)

    def tell(self, purged: Purged) -> None:
        said = ngettext("%(count)d article is gone.", "%(count)d articles are gone.", purged.articles)
        self.stdout.write(said % {"count": purged.articles})
        if purged.copies:
            said = ngettext(
                "%(count)d other article of the project has the same text.",
                "%(count)d other articles of the project have the same text.",
                purged.copies,
            )
            self.stdout.write(said % {"count": purged.copies})

        if purged.releases:
            said = ngettext(
                "It was in %(count)d release, too, whose checksum no longer holds.",
                "It was in %(count)d releases, too, whose checksums no longer hold.",
                purged.releases,
            )
            self.stdout.write(said % {"count": purged.releases})

    def list_copies(self, names: list[str]) -> None:
        if names:
            self.stdout.write(_("These backups in %(folder)s still hold it:") % {"folder": copies.folder()})
            for name in names:
                self.stdout.write(f"  {name}")
        self.stdout.write(_("What was copied or exported to other places is for you to delete."))

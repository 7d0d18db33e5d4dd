"""`manage.py import_annotations FILE --project SLUG`: an export comes back in."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.interchange.document import Document
from annotations.interchange.json_in import read
from annotations.interchange.reading import Refused
from annotations.interchange.store import Outcome, take_in
from newsreader import projects
from newsreader.accounts import first_lead, lead_of
from newsreader.management.installed import InstalledCommand
from newsreader.models import Project

SHOWN = 20  # missing articles that are named one by one
KINDS = {
    "article": gettext_lazy("articles"),
    "speaker": gettext_lazy("speakers"),
    "tag": gettext_lazy("tags"),
    "variable": gettext_lazy("fields"),
    "annotation": gettext_lazy("annotations"),
    "suggestion": gettext_lazy("suggestions"),
    "decision": gettext_lazy("decisions on suggestions"),
    "comment": gettext_lazy("comments"),
    "memo": gettext_lazy("memos on articles"),
    "state": gettext_lazy("coding states"),
}


class Command(InstalledCommand):
    help = "Imports annotations, with articles, speakers and codebook, from a JSON export."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--project", required=True, metavar="SLUG", help=_("made when there is none"))

    def handle(self, *, file: str, project: str, verbosity: int, **options: Any) -> None:
        self.check_slug(project)
        try:
            document = read(Path(file).read_bytes())
            with transaction.atomic():
                found = Project.objects.filter(slug=project).first() or self.make(project, document)
                self.check_open(found)
                outcome = take_in(document, found, lead_of(found))
        except OSError as error:
            self.fail(_("%(path)s cannot be read: %(reason)s.") % {"path": file, "reason": error.strerror}, 1)
        except Refused as error:
            self.fail(_("Nothing was imported.") + " " + str(error), 1)
        if verbosity:
            self.summary(outcome)
        if outcome.missing:
            self.report_missing(outcome)
        elif outcome.left_out:
            said = _("%(annotations)d annotations stay out: the earlier texts they stand on are missing.")
            self.stderr.write(said % {"annotations": outcome.left_out})
        if outcome.left_out or outcome.missing:
            sys.exit(1)

    def make(self, slug: str, document: Document) -> Project:
        if document.articles and all(article.current.text is None for article in document.articles):
            said = _("There is no project “%(slug)s”, and without texts the file cannot make one.")
            raise Refused(said % {"slug": slug})
        project = projects.create(first_lead(), document.project_name or slug, slug).project
        self.stdout.write(_("The project %(slug)s is made.") % {"slug": slug})
        return project

    def summary(self, outcome: Outcome) -> None:
        if not outcome.new:
            self.stdout.write(_("Everything in the file was there already."))
        for kind, name in KINDS.items():
            if outcome.new[kind]:
                self.stdout.write(_("%(count)d new: %(kind)s") % {"count": outcome.new[kind], "kind": name})

    def report_missing(self, outcome: Outcome) -> None:
        said = _(
            "%(articles)d articles of the file are not in the project; %(annotations)d annotations stay out:"
        )
        self.stderr.write(said % {"articles": len(outcome.missing), "annotations": outcome.left_out})
        for article in outcome.missing[:SHOWN]:
            name = article.filename or article.values.get("title") or str(article.uid)
            self.stderr.write(f"  {name} ({article.current.sha256[:12]})")
        if len(outcome.missing) > SHOWN:
            self.stderr.write("  …")

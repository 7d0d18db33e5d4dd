"""`manage.py apply_rules --project SLUG`: the rules of today read anew what older ones have read."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from newsreader.accounts import lead_of
from newsreader.corrections import rules
from newsreader.corrections.words import KINDS, LABELS, value_words
from newsreader.importing.progress import Progress
from newsreader.management.installed import InstalledCommand
from newsreader.models import Project


class Command(InstalledCommand):
    help = "Lets the newest rules read a project's articles anew, as one change set. What members set stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", metavar="SLUG", required=True, help=_("short name of the project"))
        parser.add_argument("--dry-run", action="store_true", help=_("report only, write nothing"))

    def handle(self, *, project: str, dry_run: bool, verbosity: int, **options: Any) -> None:
        found = Project.objects.filter(slug=project).first()
        if found is None:
            raise CommandError(_("There is no project %(slug)s.") % {"slug": project})
        if not dry_run:
            self.check_open(found)
        outcome = self.rehearse(found, verbosity) if dry_run else self.apply(found, verbosity)
        if dry_run:
            self.stdout.write(_("Nothing was written. This is what would come of it:"))
        said = _("%(done)d articles read anew; %(differ)d of them differ, on %(failed)d the rules failed.")
        self.stdout.write(said % {"done": outcome.done, "differ": outcome.differ, "failed": outcome.failed})

    def rehearse(self, project: Project, verbosity: int) -> rules.Outcome:
        outcome = rules.Outcome()
        for proposal in rules.proposals(rules.outdated(project)):
            if proposal is None:
                outcome.failed += 1
                continue
            outcome.done += 1
            outcome.differ += proposal.differs
            if verbosity and proposal.differs:
                self.tell(proposal)
        return outcome

    def tell(self, proposal: rules.Proposal) -> None:
        self.stdout.write(f"{proposal.article.filename or proposal.article}")
        for key, before, after in proposal.values:
            self.stdout.write(f"  {LABELS[key]}: {value_words(key, before)} → {value_words(key, after)}")
        for block, old in proposal.stretches:
            kinds = ", ".join(str(KINDS[kind]) for kind in dict.fromkeys(old))
            self.stdout.write(f"  {block.start}–{block.end}: {kinds} → {KINDS[block.kind]}")

    def apply(self, project: Project, verbosity: int) -> rules.Outcome:
        progress = None
        if verbosity:
            total = rules.outdated(project).count()
            progress = Progress(self.write_part, total, self.stderr.isatty())
        try:
            return rules.apply(project, lead_of(project), progress=progress)
        finally:
            if progress:
                progress.close()

    def write_part(self, text: str) -> None:
        self.stderr.write(text, str, ending="")
        self.stderr.flush()

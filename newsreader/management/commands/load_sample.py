"""`manage.py load_sample`: a small invented corpus to try everything on. Loading it twice changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _

from newsreader import projects
from newsreader.accounts import first_lead, lead_of
from newsreader.importing.metadata import read_table
from newsreader.importing.run import Job, import_files
from newsreader.management.installed import InstalledCommand
from newsreader.models import Project

SLUG = "sample"
FOLDER = settings.BASE_DIR / "sample"


class Command(InstalledCommand):
    help = "Loads the sample project: invented articles with a small codebook, speakers and annotations."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        project = Project.objects.filter(slug=SLUG).first()
        if project is None:
            project = projects.create(first_lead(), _("Sample: the bridge of Brehmünde"), SLUG).project
        self.check_open(project)
        table = read_table((FOLDER / "articles.csv").read_bytes())
        report = import_files(Job((str(FOLDER / "articles"),), table=table), project, lead_of(project))
        annotations = FOLDER / "annotations.json"
        if annotations.exists():
            # By name: this wing knows nothing of annotations.
            call_command("import_annotations", str(annotations), project=SLUG, verbosity=0)
        if verbosity:
            said = _("The sample project holds %(count)d articles, %(new)d of them new.")
            self.stdout.write(said % {"count": project.articles.count(), "new": report.new})

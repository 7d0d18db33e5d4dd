"""An installation to measure: in a folder of its own, filled with a corpus, served by `manage.py serve`."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from newsreader.accounts import first_lead, join
from newsreader.models import Article, Membership, Project, User

from .client import Http
from .corpus import Corpus
from .study import USUAL, Size, Study, make_study

ADDRESS = re.compile(r"(http://[\d.]+:\d+)/")
SLUG = "bench"


@dataclass
class Installation:
    """`database` is "sqlite" or "postgres"; `study` names the articles that are opened."""

    database: str
    corpus: Corpus
    home: Path
    member: Membership
    user: User
    study: Study

    @property
    def project(self) -> Project:
        return self.member.project

    @property
    def opened(self) -> dict[int, Article]:
        """The articles that are opened, by how many annotations they have."""
        return {0: self.study.none, 50: self.study.fifty, 500: self.study.most}

    def either(self, sqlite: float, postgres: float) -> float:
        """The target on this database."""
        return sqlite if self.database == "sqlite" else postgres

    @contextmanager
    def served(self, *arguments: str) -> Iterator[str]:
        """The root address of a `manage.py serve` of this installation, which ends with the block."""
        with self.serving(*arguments) as (_process, root):
            yield root

    @contextmanager
    def serving(self, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
        """The same with its process."""
        command = [sys.executable, "manage.py", "serve", "--port", "0", *arguments]
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if match := ADDRESS.search(line):
                    break
            else:
                raise RuntimeError("manage.py serve ended before it served")
            yield process, match[1]
        finally:
            process.terminate()
            process.communicate(timeout=60)

    @contextmanager
    def http(self, *arguments: str) -> Iterator[Http]:
        """A signed-in client of a server that ends with the block."""
        with self.served(*arguments) as root:
            yield Http(root, self.user)


def make(database: str, corpus: Corpus, size: Size = USUAL) -> Installation:
    """Migrates, imports the corpus as anybody would, and puts the annotations on it."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    user = first_lead()
    member = join(Project.objects.create(slug=SLUG, name="Bench"), user, Membership.Role.LEAD)
    study = make_study(member, corpus, size)
    _settle()
    return Installation(database, corpus, Path(settings.HOME), member, user, study)


def _settle() -> None:
    """What autovacuum does within a minute of such an import; SQLite keeps its own house."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

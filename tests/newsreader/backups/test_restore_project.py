"""One project comes back beside the others, out of its own file or out of one that holds all."""

import gzip
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from newsreader.models import Membership, Project, User
from tests.factories import make_article, make_project

from .files import backup, refused, restore
from .study import everything, export_digest, found_by, make_study

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def project_file(tmp_path: Path) -> Path:
    make_study("andere")
    make_study()
    path = tmp_path / "bruecke.gz"
    call_command("backup", output=str(path), project="bruecke", stdout=StringIO())
    return path


def test_a_project_comes_back_beside_the_others(project_file: Path) -> None:
    project = Project.objects.get(slug="bruecke")
    digest, before = export_digest(project), len(everything(project)["newsreader.change"])
    others = everything(Project.objects.get(slug="andere"))
    project.delete()
    make_study("noch-eines")  # takes the keys that are free
    said = restore(project_file)
    project = Project.objects.get(slug="bruecke")
    assert export_digest(project) == digest
    assert len(everything(project)["newsreader.change"]) == before
    assert everything(Project.objects.get(slug="andere")) == others
    assert found_by(project, "Brücke") == 2
    first, copy = project.articles.order_by("pk")
    assert copy.copy_of == first and bytes(first.original.data)[:2] == b"\0\xff"
    lead = project.memberships.get(role=Membership.Role.LEAD)
    assert lead.user is not None and lead.user.username in said
    make_article(project, "Danach.")


def test_a_project_that_is_there_is_replaced_only_when_that_is_asked_for(
    project_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project.objects.get(slug="bruecke")
    digest = export_digest(project)
    make_article(project, "Erst nach der Sicherung.")
    assert "--replace" in refused(project_file, capsys)
    restore(project_file, replace=True)
    assert export_digest(Project.objects.get(slug="bruecke")) == digest
    assert Project.objects.count() == 2


def test_where_another_project_has_the_short_name(
    project_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Project.objects.get(slug="bruecke").delete()
    make_project("bruecke")
    assert "--as" in refused(project_file, capsys)
    restore(project_file, slug="bruecke-2")
    assert Project.objects.get(slug="bruecke-2").articles.count() == 2


def test_a_members_account_is_who_has_the_name_here_and_no_password_travels(project_file: Path) -> None:
    assert b"password" not in gzip.decompress(project_file.read_bytes())
    Project.objects.get(slug="bruecke").delete()
    coder = User.objects.order_by("pk")[3]
    name = coder.username
    User.objects.filter(pk=coder.pk).update(username="fort")
    restore(project_file)
    project = Project.objects.get(slug="bruecke")
    assert not User.objects.filter(username=name).exists()
    assert project.memberships.get(role=Membership.Role.CODER).user is None
    assert project.memberships.get(role=Membership.Role.LEAD).user == User.objects.order_by("pk")[2]


def test_a_project_whose_lead_is_nobody_here_gets_one(project_file: Path) -> None:
    Project.objects.all().delete()
    User.objects.all().delete()
    restore(project_file)
    lead = Project.objects.get().memberships.get(role=Membership.Role.LEAD, user__isnull=False)
    assert lead.user == User.objects.get()


def test_one_project_out_of_a_backup_of_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_study("andere")
    project = make_study()
    digest = export_digest(project)
    path = backup(tmp_path)
    Project.objects.all().delete()
    assert "nirgends" in refused(path, capsys, project="nirgends")
    restore(path, project="bruecke")
    assert export_digest(Project.objects.get()) == digest

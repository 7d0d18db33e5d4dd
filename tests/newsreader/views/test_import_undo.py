"""The page that undoes an import of articles: what it says before, what it does, and who may."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from newsreader import states
from newsreader.importing import task, uploads
from newsreader.models import Article, ChangeSet, ImportRun, Membership
from tests.factories import client_of, make_member
from tests.newsreader.views.uploading import TEXT, shown, text_file, uploaded, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
Run = Callable[[], None]


@pytest.fixture
def run(lead: Membership, run_tasks: Run) -> ImportRun:
    """Three articles have come in."""
    made = uploaded(lead, *(text_file(f"{n}.txt", f"Nummer {n}. {TEXT}") for n in range(3)))
    run_tasks()
    made.refresh_from_db()
    return made


def place(member: Membership, change_set: ChangeSet | None) -> str:
    assert change_set
    return reverse("import-undo", args=[member.project.slug, change_set.uid])


def test_it_is_undone_from_the_runs_page_and_brought_back_from_the_history(
    lead: Membership, run: ImportRun
) -> None:
    client, there = client_of(lead), place(lead, run.change_set)
    worked = lead.project.articles.earliest("pk")
    states.set_state(lead, worked, "done")
    assert there in shown(lead, run)
    page = client.get(there).content.decode()
    assert "2 articles leave the project" in page and "1 article stays where it is" in page
    assert str(worked) in page and "coding state set" in page
    assert lead.project.articles.count() == 3
    answer = client.post(there, follow=True).content.decode()
    assert "2 articles are out of the project." in answer and there in answer
    assert lead.project.articles.get() == worked
    assert "This import has been undone" in shown(lead, run)
    assert "2 articles come back" in client.get(there).content.decode()
    assert "2 articles are back." in client.post(there, {"redo": "1"}, follow=True).content.decode()
    assert lead.project.articles.count() == 3


def test_a_second_click_changes_nothing_and_says_so(lead: Membership, run: ImportRun) -> None:
    client, there = client_of(lead), place(lead, run.change_set)
    assert client.post(there).status_code == 302
    answer = client.post(there)
    assert answer.status_code == 409 and "Nothing was changed" in answer.content.decode()
    assert lead.project.articles.count() == 0


def test_a_run_that_was_undone_does_not_go_on(lead: Membership, run: ImportRun) -> None:
    ImportRun.objects.update(state="stopped")
    uploads.keep(run.uid, [text_file("3.txt")])
    run.refresh_from_db()
    assert task.may_go_on(run)
    client_of(lead).post(place(lead, run.change_set))
    run.refresh_from_db()
    assert not task.may_go_on(run)


def test_what_goes_on_belongs_to_the_same_action(lead: Membership, run: ImportRun, run_tasks: Run) -> None:
    ImportRun.objects.update(state="stopped")
    uploads.keep(run.uid, [text_file("3.txt")])
    client_of(lead).post(url(lead, "import-continuation", run.uid))
    run_tasks()
    assert lead.project.articles.count() == 4
    assert "4 articles leave the project" in client_of(lead).get(place(lead, run.change_set)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_is_out_is_deleted_for_good(
    lead: Membership, run: ImportRun, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    client, there = client_of(lead), place(lead, run.change_set)
    assert run.change_set
    purge = reverse("import-purge", args=[lead.project.slug, run.change_set.uid])
    worked = lead.project.articles.earliest("pk")
    states.set_state(lead, worked, "done")
    assert client.get(purge).headers["Location"] == there
    client.post(there)
    assert purge in client.get(there).content.decode()
    assert "2 articles that are out of the project" in client.get(purge).content.decode()
    assert client.post(purge, {"name": "falsch"}).status_code == 422
    assert Article.objects.count() == 3
    answer = client.post(purge, {"name": lead.project.name})
    assert "2 articles are gone." in answer.content.decode()
    assert Article.objects.get() == worked
    assert client.get(there).status_code == 200
    assert client.post(there, {"redo": "1"}).status_code == 409


@pytest.mark.parametrize("role", [Membership.Role.READER, Membership.Role.CODER])
def test_only_a_lead_undoes_imports(lead: Membership, run: ImportRun, role: str) -> None:
    member = make_member(lead.project, role)
    there = place(member, run.change_set)
    assert client_of(member).get(there).status_code == client_of(member).post(there).status_code == 403
    assert there not in client_of(member).get(url(member, "history")).content.decode()
    assert lead.project.articles.count() == 3


def test_another_projects_import_and_another_action_are_not_there(lead: Membership, run: ImportRun) -> None:
    stranger = make_member(role=Membership.Role.LEAD)
    assert client_of(stranger).get(place(stranger, run.change_set)).status_code == 404
    assert client_of(stranger).get(place(lead, run.change_set)).status_code == 404
    states.set_state(lead, lead.project.articles.earliest("pk"), "done")
    assert client_of(lead).get(place(lead, ChangeSet.objects.latest("pk"))).status_code == 404
    there = reverse("import-undo", args=[lead.project.slug, uuid4()])
    assert client_of(lead).post(there).status_code == 404

"""The pages of releases: making one, how far it is, what it is, verifying and deleting it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.models import Annotation
from newsreader.models import Membership, Project, Release
from newsreader.releases import task
from tests.factories import client_of, make_annotation, make_article, make_member, make_project

pytestmark = pytest.mark.django_db
Run = Callable[[], None]
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def lead() -> Membership:
    lead = make_member(make_project("bruecke", name="Die Brücke"), Membership.Role.LEAD)
    make_annotation(make_article(lead.project), lead)
    return lead


def url(member: Membership, name: str, release: Release | None = None) -> str:
    return reverse(name, args=[member.project.slug, *([release.uid] if release else [])])


def page(member: Membership, address: str, **kwargs: Any) -> str:
    answer = client_of(member).get(address, **kwargs)
    assert answer.status_code == 200
    return answer.content.decode()


def made(lead: Membership, run_tasks: Run, name: str = "1.0") -> Release:
    client_of(lead).post(url(lead, "release-new"), {"name": name, "note": "Für die Zeitschrift\nAhletal"})
    run_tasks()
    return lead.project.releases.select_related("copy").get(name=name)


def test_a_lead_makes_a_release_and_everybody_reads_it(lead: Membership, run_tasks: Run) -> None:
    reader = make_member(lead.project, Membership.Role.READER)
    assert "No release yet" in page(lead, url(lead, "releases"))
    answer = client_of(lead).post(url(lead, "release-new"), {"name": " 1.0  ", "note": "Für die Zeitschrift"})
    release = lead.project.releases.get(name="1.0")
    assert answer.headers["Location"] == url(lead, "release", release)
    assert "Waiting for the worker" in page(lead, url(lead, "release", release))
    run_tasks()
    release.refresh_from_db()
    assert "The release is made." in page(lead, url(lead, "release", release), headers=FRAGMENT)
    for member in (lead, reader):
        listed = page(member, url(member, "releases"))
        assert "1.0" in listed and "1 article, 1 annotation, 0 speakers, 0 tags" in listed
        shown = page(member, url(member, "release", release))
        assert release.sha256 in shown and reverse("articles", args=[release.copy.slug]) in shown
        inside = page(member, reverse("articles", args=[release.copy.slug]))
        assert "Brücke über die Ahle" in inside and "This is the release" in inside
        assert page(member, reverse("export", args=[release.copy.slug]))
        assert release.copy.slug not in page(member, reverse("projects"))


def test_what_is_typed_wrong_is_said_and_nothing_is_lost(lead: Membership, run_tasks: Run) -> None:
    made(lead, run_tasks)
    for name, sentence in (("", "required"), ("1.0", "Another release"), ("x" * 101, "at most 100")):
        answer = client_of(lead).post(url(lead, "release-new"), {"name": name, "note": "Ärger 🚧"})
        assert answer.status_code == 422
        shown = answer.content.decode()
        assert sentence in shown and "Ärger 🚧" in shown
    assert lead.project.releases.count() == 1


@pytest.mark.parametrize("role", [Membership.Role.READER, Membership.Role.CODER])
def test_only_a_lead_makes_stops_and_deletes(lead: Membership, run_tasks: Run, role: str) -> None:
    member = make_member(lead.project, role)
    release = made(lead, run_tasks)
    client = client_of(member)
    assert "Make a release" not in page(member, url(member, "releases"))
    assert "release-removal" not in page(member, url(member, "release", release))
    assert client.post(url(member, "release-new"), {"name": "2.0"}).status_code == 403
    assert client.post(url(member, "release-stop", release)).status_code == 403
    assert client.get(url(member, "release-removal", release)).status_code == 403
    assert lead.project.releases.count() == 1


def test_in_a_blind_project_a_coder_is_not_told_how_much_others_have_marked(
    lead: Membership, run_tasks: Run
) -> None:
    coder = make_member(lead.project, Membership.Role.CODER)
    Project.objects.filter(pk=lead.project.pk).update(visibility="blind")
    release = made(lead, run_tasks)
    for name, *which in (("releases",), ("release", release)):
        assert "1 article, 1 annotation, " in page(lead, url(lead, name, *which))
        assert "1 article, 0 speakers, " in page(coder, url(coder, name, *which))
    marks = page(coder, reverse("articles", args=[release.copy.slug]))
    assert "1 annotation" not in marks


def test_another_projects_release_is_not_there(lead: Membership, run_tasks: Run) -> None:
    release = made(lead, run_tasks)
    stranger = make_member(role=Membership.Role.LEAD)
    for name in ("release", "release-check", "release-removal"):
        assert client_of(stranger).get(url(stranger, name, release)).status_code == 404
        assert client_of(stranger).get(url(lead, name, release)).status_code == 404
    assert client_of(stranger).get(reverse("articles", args=[release.copy.slug])).status_code == 404


def test_nobody_writes_in_a_release(lead: Membership, run_tasks: Run) -> None:
    release = made(lead, run_tasks)
    slug, client = release.copy.slug, client_of(lead)
    article = release.copy.articles.get()
    mark = reverse("annotations", args=[slug, article.uid])
    assert client.post(mark, {"text_version": 1, "span": "0-6"}).status_code == 403
    assert client.post(reverse("settings-archive", args=[slug]), {"restore": "1"}).status_code == 403
    assert client.post(reverse("release-new", args=[slug]), {"name": "2.0"}).status_code == 403
    assert client.get(reverse("releases", args=[slug])).headers["Location"] == url(lead, "releases")
    assert Annotation.objects.filter(project=release.copy).count() == 1
    assert Project.objects.get(pk=release.copy.pk).archived_at


def test_verifying_says_whether_it_is_as_it_was(lead: Membership, run_tasks: Run) -> None:
    release = made(lead, run_tasks)
    check = url(lead, "release-check", release)
    assert "The checksum holds" in page(lead, check)
    assert "The checksum holds" in page(lead, check, headers=FRAGMENT)
    Annotation.objects.filter(project=release.copy).update(note="gefälscht")
    assert "The checksum does not hold: something" in page(lead, check)
    Release.objects.update(columns={"newsreader.article": ["mood"]})
    assert "cannot be computed here" in page(lead, check)
    assert client_of(lead).post(check).status_code == 405


def test_it_can_be_stopped_and_what_is_lost_says_so(lead: Membership, run_tasks: Run) -> None:
    release = task.begin(lead, "1.0", "")
    assert client_of(lead).post(url(lead, "release-stop", release)).status_code == 302
    run_tasks()
    assert "was stopped; nothing of it is kept" in page(lead, url(lead, "release", release))
    Release.objects.update(state="running", task=None)
    assert "was broken off" in page(lead, url(lead, "release", release))
    assert Project.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_with_its_name_a_release_is_gone(
    lead: Membership, run_tasks: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    release = made(lead, run_tasks)
    removal = url(lead, "release-removal", release)
    assert "This cannot be undone" in page(lead, removal)
    answer = client_of(lead).post(removal, {"name": "1.1"})
    assert answer.status_code == 422 and "Nothing was deleted" in answer.content.decode()
    assert client_of(lead).post(removal, {"name": "1.0"}).headers["Location"] == url(lead, "releases")
    assert list(Project.objects.all()) == [lead.project]
    assert client_of(lead).get(removal).status_code == 404


def test_the_list_asks_as_often_for_many_as_for_one(lead: Membership) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(lead, url(lead, "releases"))
        return len(queries)

    facts = {"state": "done", "counts": {"article": 1, "annotation": 2, "speaker": 3, "tag": 4}}
    Release.objects.create(project=lead.project, member=lead, name="0", **facts)
    few = count()
    for n in range(1, 25):
        Release.objects.create(project=lead.project, member=make_member(lead.project), name=f"{n}", **facts)
    assert count() == few
    assert "?page=2" in page(lead, url(lead, "releases"))


@pytest.mark.django_db(transaction=True)
def test_deleting_an_article_for_good_names_the_releases_that_hold_it(
    lead: Membership, run_tasks: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    release = made(lead, run_tasks, "1.0 für Jörg")
    later = make_article(lead.project, title="Später")
    purge = reverse("article-purge", args=[lead.project.slug, later.uid])
    assert "these releases" not in page(lead, purge)
    assert "Its releases will be gone with it: 1.0 für Jörg" in page(lead, url(lead, "purge"))
    article = lead.project.articles.earliest("pk")
    purge = reverse("article-purge", args=[lead.project.slug, article.uid])
    assert "these releases, too, and their checksums no longer hold: 1.0 für Jörg" in page(lead, purge)
    answer = client_of(lead).post(purge, {"name": "Die Brücke"})
    assert "It is gone from 1 release, too" in answer.content.decode()
    assert "1 article was deleted for good" in page(lead, url(lead, "release-check", release))
    assert not release.copy.articles.exists()

"""Who may see and change an annotation: not mine, may not, wrong method, closed lists, blind projects."""

import pytest
from django.test import Client
from django.urls import reverse

from annotations.models import Annotation, Speaker, Tag
from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from tests.annotations.views.requests import (
    FRAGMENT,
    SPAN,
    address,
    marking,
    parts,
    removing,
    saying,
)
from tests.factories import (
    client_of,
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
    make_tag,
)

pytestmark = pytest.mark.django_db


def test_a_stranger_is_told_nothing(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    stranger = client_of(make_member())
    project = coder.project
    assert stranger.post(address("annotations", project, article.uid), {"span": SPAN}).status_code == 404
    for name in ("annotation", "annotation-history"):
        assert stranger.get(address(name, project, made.uid)).status_code == 404
    for name in ("annotation", "annotation-removal"):
        assert stranger.post(address(name, project, made.uid)).status_code == 404


def test_what_is_of_another_project_of_mine_is_not_found_here(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    other = make_member(make_project(), user=coder.user)
    client = client_of(coder)
    assert client.get(address("annotation", other.project, made.uid)).status_code == 404
    assert client.post(address("annotation-removal", other.project, made.uid)).status_code == 404
    assert client.get(address("annotation-history", other.project, made.uid)).status_code == 404
    url = address("annotations", other.project, article.uid)
    assert client.post(url, {"text_version": 1, "span": SPAN}).status_code == 404
    assert Annotation.objects.count() == 1


def test_a_reader_reads_and_no_more(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    reader = make_member(coder.project, "reader")
    assert marking(article, reader).status_code == 403
    assert saying(made, reader, note="x").status_code == 403
    assert removing(made, reader).status_code == 403
    client = client_of(reader)
    assert client.get(address("annotation", coder.project, made.uid)).status_code == 403
    assert client.get(address("annotation-history", coder.project, made.uid)).status_code == 200
    assert Annotation.objects.count() == 1


def test_a_coder_does_not_touch_anothers(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    other = make_member(coder.project)
    assert client_of(other).get(address("annotation", coder.project, made.uid)).status_code == 403
    assert saying(made, other, note="x").status_code == 403
    assert removing(made, other).status_code == 403
    assert parts(made.uid)["note"] == ""


def test_a_lead_edits_and_removes_anothers_and_the_owner_stays(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    lead = make_member(coder.project, "lead")
    assert saying(made, lead, note="geprüft").status_code == 200
    assert parts(made.uid)["owner"] == str(coder.uid)
    assert parts(made.uid)["note"] == "geprüft"
    assert removing(made, lead).status_code == 200
    assert not Annotation.objects.exists()


def test_nobody_signed_in(coder: Membership, article: Article) -> None:
    url = address("annotations", coder.project, article.uid)
    assert Client().post(url).status_code == 302
    assert Client().post(url, headers=FRAGMENT).status_code == 401


@pytest.mark.parametrize("name", ["annotations", "annotation-removal"])
def test_reading_does_not_write(coder: Membership, article: Article, name: str) -> None:
    made = make_annotation(article, coder)
    uid = article.uid if name == "annotations" else made.uid
    assert client_of(coder).get(address(name, coder.project, uid)).status_code == 405


def test_history_takes_no_posts_and_edit_no_deletes(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    client = client_of(coder)
    assert client.post(address("annotation-history", coder.project, made.uid)).status_code == 405
    assert client.delete(address("annotation", coder.project, made.uid)).status_code == 405


def test_closed_speakers_take_known_names_only_and_a_closed_codebook_proposals(
    article: Article, coder: Membership
) -> None:
    project = coder.project
    project.codebook_open = project.speakers_open = False
    project.save()
    make_tag(project, "Öffnung")
    make_speaker(project, "Änne Groß", "person", "die Bürgermeisterin")
    assert marking(article, coder, new_speaker="Jemand").status_code == 403
    assert nothing_written_but_the_names()
    assert marking(article, coder, new_tag="öffnung", new_speaker="Die Bürgermeisterin").status_code == 200
    made = Annotation.objects.get()
    assert (made.tags.get().name, made.speakers.get().name) == ("Öffnung", "Änne Groß")
    assert marking(article, coder, new_tag="Neues").status_code == 200
    assert Tag.objects.get(name="Neues").proposal == "open"
    assert marking(article, make_member(project, "lead"), new_tag="Anderes").status_code == 200
    assert Tag.objects.get(name="Anderes").proposal == ""


def nothing_written_but_the_names() -> bool:
    counts = [model.objects.count() for model in (Tag, Speaker)]
    return counts == [1, 1] and not (Annotation.objects.exists() or ChangeSet.objects.exists())


def test_in_a_blind_project_a_coder_finds_only_their_own() -> None:
    project = make_project(visibility="blind")
    one, two = make_member(project), make_member(project)
    lead, reader = make_member(project, "lead"), make_member(project, "reader")
    article = make_article(project)
    made = make_annotation(article, one, note="nur für mich")
    saying(made, one, note="immer noch")
    for name in ("annotation", "annotation-history"):
        assert client_of(two).get(address(name, project, made.uid)).status_code == 404
    assert removing(made, two).status_code == 404
    assert saying(made, two, note="x").status_code == 404
    assert client_of(lead).get(address("annotation", project, made.uid)).status_code == 200
    assert "Änderung" not in client_of(two).get(reverse("history", args=[project.slug])).text
    assert client_of(reader).get(address("annotation-history", project, made.uid)).status_code == 200


def test_a_piece_of_a_blind_project_shows_no_others_marks() -> None:
    project = make_project(visibility="blind")
    one, two = make_member(project), make_member(project)
    article = make_article(project)
    theirs = make_annotation(article, one)
    answer = marking(article, two).text
    assert str(theirs.uid) not in answer
    assert "1 annotation<" in answer

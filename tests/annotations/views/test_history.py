"""The history of an annotation, a tag, a speaker and an article: what changed, who did it, and undo."""

import uuid
from typing import Any

import pytest

from annotations import coding, naming
from annotations.codebook import saving
from annotations.coding import Coding
from annotations.models import Annotation, Speaker, Tag
from newsreader.changes import ChangeSet, recording
from newsreader.models import Article, Membership, Project
from tests.factories import client_of, make_annotation, make_article, make_member, make_speaker, make_tag

from .requests import address

pytestmark = pytest.mark.django_db
PAGES = ("annotation-history", "tag-history", "speaker-history", "article-history")


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


@pytest.fixture
def made(lead: Membership) -> Annotation:
    """Made by the lead with a new tag and a new speaker, and noted once."""
    article = make_article(lead.project)
    said = Coding(new_tags=("Brücke",), new_speakers=("Änne Groß",))
    annotation = coding.create(lead, article, 1, [(0, 6)], said)
    coding.update(lead, annotation, annotation.version, note(annotation, "Wörtlich 🚧"), None)
    return annotation


def note(annotation: Annotation, words: str) -> Coding:
    return Coding(
        speakers=tuple(annotation.speaker_links.values_list("speaker__uid", flat=True)),
        tags=tuple((uid, "") for uid in annotation.tag_links.values_list("tag__uid", flat=True)),
        note=words,
    )


def rename(lead: Membership, tag: Tag, name: str) -> None:
    said = {part: getattr(tag, part) for part in ("parent", "kind", "color", "shortcut", "description")}
    saving.save(lead, tag, {**said, "name": name})


def addresses(project: Project, made: Annotation) -> dict[str, str]:
    tag, speaker = Tag.objects.get(project=project), Speaker.objects.get(project=project)
    uids = (made.uid, tag.uid, speaker.uid, made.article.uid)
    return {name: address(name, project, uid) for name, uid in zip(PAGES, uids, strict=True)}


def test_each_page_says_what_changed_who_did_it_and_offers_undo(lead: Membership, made: Annotation) -> None:
    client = client_of(lead)
    for name, url in addresses(lead.project, made).items():
        page = client.get(url).text
        assert lead.name in page and "Undo</button>" in page, name
        assert str(ChangeSet.objects.earliest("id").uid) in page, name
    page = client.get(address(PAGES[0], lead.project, made.uid)).text
    assert "<ins>Wörtlich 🚧</ins>" in page and "<ins>Änne Groß</ins>" in page


def test_where_one_is_there_is_a_link_to_its_history(lead: Membership, made: Annotation) -> None:
    client = client_of(lead)
    for name, url in addresses(lead.project, made).items():
        place = made.article.uid if name == "annotation-history" else url.split("/")[-3]
        page = client.get(
            address(name.partition("-")[0].replace("annotation", "article"), lead.project, place)
        )
        shown = url if name != "annotation-history" else "/history/"
        assert shown in page.text, name


def test_a_renamed_tag_says_both_names_and_is_undone_from_there(lead: Membership) -> None:
    tag = make_tag(lead.project, "Brücke")
    rename(lead, tag, "Ahlebrücke")
    client = client_of(lead)
    page = client.get(address("tag-history", lead.project, tag.uid)).text
    assert "<del>Brücke</del> → <ins>Ahlebrücke</ins>" in page
    client.post(address("change-set", lead.project, ChangeSet.objects.latest("id").uid))
    tag.refresh_from_db()
    assert tag.name == "Brücke"


def test_what_was_deleted_keeps_its_history(lead: Membership) -> None:
    tag, speaker = make_tag(lead.project), make_speaker(lead.project)
    saving.remove(lead, tag)
    naming.remove_speaker(lead, speaker)
    client = client_of(lead)
    assert "has been deleted" in client.get(address("tag-history", lead.project, tag.uid)).text
    assert "has been deleted" in client.get(address("speaker-history", lead.project, speaker.uid)).text


@pytest.mark.parametrize("name", PAGES)
def test_what_is_not_there_or_not_mine_is_404(name: str, lead: Membership, made: Annotation) -> None:
    client = client_of(make_member(role="lead"))
    assert client.get(addresses(lead.project, made)[name]).status_code == 404
    assert client_of(lead).get(address(name, lead.project, uuid.uuid4())).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_it_is_read_only(name: str, lead: Membership, made: Annotation) -> None:
    assert client_of(lead).post(addresses(lead.project, made)[name]).status_code == 405
    reader = make_member(lead.project, "reader")
    page = client_of(reader).get(addresses(lead.project, made)[name])
    assert page.status_code == 200 and "Undo</button>" not in page.text


@pytest.mark.parametrize("name", PAGES)
def test_any_page_number_gives_a_page(name: str, lead: Membership, made: Annotation) -> None:
    for number in ("0", "x", "9" * 30):
        url = addresses(lead.project, made)[name]
        assert client_of(lead).get(url, {"page": number}).status_code == 200


def test_a_blind_coder_sees_their_own_actions_only(lead: Membership, made: Annotation) -> None:
    Project.objects.filter(pk=lead.project.pk).update(visibility=Project.Visibility.BLIND)
    coder = make_member(lead.project)
    pages = addresses(lead.project, made)
    assert client_of(coder).get(pages["annotation-history"]).status_code == 404
    for name in PAGES[1:]:
        page = client_of(coder).get(pages[name])
        assert page.status_code == 200 and lead.name not in page.text, name


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_ask_the_database_the_same_number_of_questions(
    name: str, lead: Membership, made: Annotation, django_assert_max_num_queries: Any
) -> None:
    client, url = client_of(lead), addresses(lead.project, made)[name]
    for wave in range(2):
        for number in range(4):
            act(lead, made, f"{wave}-{number}")
        with django_assert_max_num_queries(28):
            assert client.get(url).status_code == 200


def act(lead: Membership, made: Annotation, word: str) -> None:
    """A change of each."""
    made.refresh_from_db()
    coding.update(lead, made, made.version, note(made, word), None)
    tag, speaker = Tag.objects.get(project=lead.project), Speaker.objects.get(project=lead.project)
    rename(lead, tag, word)
    naming.save_speaker(lead, speaker, name=word, kind="person", aliases=[])


def test_a_bulk_change_is_in_the_article_s_history(lead: Membership) -> None:
    articles: list[Article] = [make_article(lead.project) for _number in range(2)]
    marks = [make_annotation(article, lead) for article in articles]
    with recording(lead, "annotation.update") as record:
        for mark in marks:
            record("annotation", mark.uid, {"note": ""}, {"note": "x"})
    page = client_of(lead).get(address("article-history", lead.project, articles[0].uid)).text
    assert "2 objects" in page

"""The pages that merge, recode and archive tags."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.models import Tag
from newsreader.changes import ChangeSet
from newsreader.models import Membership
from newsreader.undo import undo
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

PAGES = pytest.mark.parametrize("name", ["tag-merge", "tag-recode"])


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


@pytest.fixture
def claims(lead: Membership) -> list[Tag]:
    """Two, the first with two annotations: one for it, and one that has both, against and for."""
    old, new = (make_tag(lead.project, name, "claim") for name in ("Zu spät", "Kommt zu spät"))
    article, voice = make_article(lead.project), make_speaker(lead.project)
    one = make_annotation(article, lead, tags=(old,), speakers=(voice,))
    one.tag_links.update(stance="for")
    both = make_annotation(article, lead, "Das ist zu spät", tags=(old, new))
    both.tag_links.filter(tag=old).update(stance="against")
    both.tag_links.filter(tag=new).update(stance="for")
    return [old, new]


def address(name: str, tag: Tag) -> str:
    return reverse(name, args=[tag.project.slug, tag.uid])


def get(member: Membership, name: str, tag: Tag, **data: Any) -> Any:
    return client_of(member).get(address(name, tag), data)


def post(member: Membership, name: str, tag: Tag, **data: Any) -> Any:
    return client_of(member).post(address(name, tag), data)


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_a_merge_says_first_what_comes_of_it(lead: Membership, claims: list[Tag]) -> None:
    old, new = claims
    page = get(lead, "tag-merge", old, to=new.uid)
    said = words(page)
    for sentence in ("2 passages move", "for 1 · against 1", "1 of them has both", "In 1 the stances differ"):
        assert sentence in said
    assert not ChangeSet.objects.exists()
    done = client_of(lead).post(address("tag-merge", old), {"to": new.uid}, follow=True)
    assert "“Zu spät” is merged into “Kommt zu spät”. 2 passages moved." in words(done)
    assert not Tag.objects.filter(uid=old.uid).exists()
    undo(lead, ChangeSet.objects.get())
    assert Tag.objects.get(uid=old.uid).annotations.count() == 2


def test_recoding_says_first_what_comes_of_it(lead: Membership, claims: list[Tag]) -> None:
    old, new = claims
    voice = lead.project.speakers.get()
    assert "Änne Groß (1)" in get(lead, "tag-recode", old).text
    asked = {"which": "speaker", "speaker": voice.uid, "to": new.uid}
    page = get(lead, "tag-recode", old, **asked)
    assert "1 passage moves" in words(page)
    hidden = dict(
        re.findall(r'<input type="hidden" name="(to|new|which|speaker)" value="([^"]*)"', page.text)
    )
    assert hidden == {name: str(value) for name, value in asked.items()}
    assert post(lead, "tag-recode", old, **hidden).url == address("tag", new)
    assert (old.annotations.count(), new.annotations.count()) == (1, 2)


def test_what_is_ticked_is_split_off(lead: Membership, claims: list[Tag]) -> None:
    old, _new = claims
    mark = old.annotations.order_by("pk")[0]
    page = get(lead, "tag-recode", old, which="marks", mark=mark.uid, new=" Viel  zu spät ")
    assert "1 passage moves" in words(page)
    assert f'value="{mark.uid}" checked' in page.text
    assert f'name="mark" value="{mark.uid}"' in page.text
    post(lead, "tag-recode", old, which="marks", mark=mark.uid, new="Viel zu spät")
    assert list(Tag.objects.get(name="Viel zu spät").annotations.all()) == [mark]


def wrong(tag: Tag, other: Tag) -> list[dict[str, Any]]:
    topic = make_tag(tag.project, "Thema")
    foreign = make_tag(make_project(), "Fremd")
    every = {"which": "all", "to": other.uid}
    return [
        {"which": "all"},
        {**every, "new": "Neu"},
        {**every, "to": tag.uid},
        {**every, "to": topic.uid},
        {**every, "to": foreign.uid},
        {**every, "to": "x"},
        {**every, "which": "some"},
        {**every, "which": "speaker"},
        {**every, "which": "marks"},
        {**every, "which": "marks", "mark": "x"},
        {"which": "all", "new": "KOMMT zu spät"},
        {"which": "all", "new": "\u200b"},
        {"which": "all", "new": "x" * 201},
        {"which": "all", "new": "a\0b"},
    ]


def test_what_is_wrong_is_422_and_leaves_everything(lead: Membership, claims: list[Tag]) -> None:
    old, new = claims
    for data in wrong(old, new):
        for answer in (get(lead, "tag-recode", old, **data), post(lead, "tag-recode", old, **data)):
            assert answer.status_code == 422, data
            assert "errorlist" in answer.text or 'role="alert"' in answer.text
    for to in ("", "x", old.uid, Tag.objects.get(name="Thema").uid, Tag.objects.get(name="Fremd").uid):
        assert post(lead, "tag-merge", old, to=to).status_code == 422
        assert get(lead, "tag-merge", old, to=to).status_code == 422
    assert not ChangeSet.objects.exists()


@PAGES
def test_who_may(lead: Membership, claims: list[Tag], name: str) -> None:
    old, new = claims
    asked = {"to": new.uid, "which": "all"}
    for role in ("reader", "coder"):
        member = make_member(lead.project, role)
        assert get(member, name, old).status_code == 403
        assert post(member, name, old, **asked).status_code == 403
    stranger = make_member(role="lead")
    assert post(stranger, name, old, **asked).status_code == 404
    foreign = make_tag(make_project())
    assert client_of(lead).get(reverse(name, args=[lead.project.slug, foreign.uid])).status_code == 404
    assert client_of(lead).delete(address(name, old)).status_code == 405


@PAGES
def test_queries_do_not_grow(lead: Membership, claims: list[Tag], name: str) -> None:
    old, new = claims
    counts = []
    for n in range(3):
        make_tag(lead.project, f"Tag {n}", parent=new)
        voice = make_speaker(lead.project, f"Stimme {n}")
        make_annotation(make_article(lead.project, source=f"Bote {n}"), lead, tags=(old,), speakers=(voice,))
        client = client_of(lead)
        with CaptureQueriesContext(connection) as queries:
            asked = f"?to={new.uid}&which=all"
            assert client.get(address(name, old) + asked).status_code == 200
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_one_press_archives_a_tag_or_its_branch_and_another_brings_it_back(lead: Membership) -> None:
    top = make_tag(lead.project, "Oben", shortcut=1)
    low = make_tag(lead.project, "Unten", parent=top)
    beside = make_tag(lead.project, "Daneben")

    def archived() -> set[Tag]:
        return set(Tag.objects.exclude(archived_at=None))

    assert post(lead, "tag-archive", top).url == address("tag", top)
    assert archived() == {top}
    undo(lead, ChangeSet.objects.get())
    assert Tag.objects.get(shortcut=1) == top
    post(lead, "tag-archive", top, branch="on")
    assert archived() == {top, low}
    post(lead, "tag-archive", top, branch="on", back="on")
    assert archived() == set()
    assert beside not in archived()
    assert post(make_member(lead.project), "tag-archive", top).status_code == 403
    assert get(lead, "tag-archive", top).status_code == 405

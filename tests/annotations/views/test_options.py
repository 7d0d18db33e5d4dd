"""What the comboboxes offer: found by any part however it is spelt, recent first, create where one may."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from newsreader.models import Membership
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

BOTH = pytest.mark.parametrize("name", ["speaker-options", "tag-options"])


@pytest.fixture
def member() -> Membership:
    return make_member()


def options(member: Membership, name: str, q: str = "") -> str:
    answer = client_of(member).get(reverse(name, args=[member.project.slug]), {"q": q})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    return answer.text


def labels(html: str) -> list[str]:
    return re.findall(r'data-value="[^"]*" data-label="([^"]*)"', html)


@BOTH
def test_any_part_is_found_in_any_spelling(member: Membership, name: str) -> None:
    make_speaker(member.project, "Präsidentin Änne Groß")
    make_tag(member.project, "Präsidentin Änne Groß")
    for typed in ("änne", "AENNE", "anne", "gross", "sident", ""):
        assert labels(options(member, name, typed)) == ["Präsidentin Änne Groß"]
    assert labels(options(member, name, "Weiß")) == []
    assert labels(options(member, name, "%")) == []


def test_a_speaker_is_found_by_an_alias_and_listed_once(member: Membership) -> None:
    make_speaker(member.project, "Jens Stoltenberg", "person", "Generalsekretär", "der Generalsekretär")
    assert labels(options(member, "speaker-options", "sekret")) == ["Jens Stoltenberg"]


def test_ones_own_latest_come_first(member: Membership) -> None:
    project = member.project
    article = make_article(project)
    tags = [make_tag(project, name) for name in ("Alpha", "Beta", "Gamma")]
    voices = [make_speaker(project, name) for name in ("Alpha", "Beta", "Gamma")]
    for n in (2, 1):
        make_annotation(article, member, speakers=(voices[n],), tags=(tags[n],))
    make_annotation(article, make_member(project), speakers=(voices[0],), tags=(tags[0],))
    for name in ("speaker-options", "tag-options"):
        assert labels(options(member, name)) == ["Beta", "Gamma", "Alpha"]


def test_a_tag_says_colour_kind_place_and_key(member: Membership) -> None:
    above = make_tag(member.project, "Verkehr")
    tag = make_tag(member.project, "Brücke öffnen", "claim", parent=above, color=7, shortcut=2)
    drawn = options(member, "tag-options", "brücke")
    for part in (str(tag.uid), 'data-color="7"', 'data-kind="claim"', "Verkehr", "<kbd>2</kbd>"):
        assert part in drawn


@BOTH
def test_create_is_offered_last_unless_the_name_is_there(member: Membership, name: str) -> None:
    make_speaker(member.project, "Poet")
    make_tag(member.project, "Poet")
    offered = options(member, name, " Neues  Wort ").split("<li")[1:]
    kinds = ["Create “Neues Wort”", "Create the claim “Neues Wort”"]
    assert [item.partition(">")[2].strip() for item in offered] == [
        f"{words}</li>" for words in kinds[: 2 if name == "tag-options" else 1]
    ]
    assert "data-create" in options(member, name, "Po")
    for typed in ("", "poet", " Poet ", "\u200b"):
        assert "data-create" not in options(member, name, typed)


@BOTH
def test_create_is_not_offered_to_readers_or_when_closed(member: Membership, name: str) -> None:
    reader = make_member(member.project, "reader")
    assert "data-create" not in options(reader, name, "Neu")
    member.project.codebook_open = member.project.speakers_open = False
    member.project.save()
    closed = options(member, name, "Neu")
    assert "Create" not in closed
    assert ("Propose “Neu”" in closed) is (name == "tag-options")
    assert "data-create" in options(make_member(member.project, "lead"), name, "Neu")


@BOTH
def test_what_was_typed_is_shown_not_run(member: Membership, name: str) -> None:
    drawn = options(member, name, '"><script>alert(1)</script>')
    assert "<script" not in drawn


@BOTH
@pytest.mark.parametrize("q", ["a\0b", "x" * 201])
def test_what_no_name_can_be_is_refused(member: Membership, name: str, q: str) -> None:
    answer = client_of(member).get(reverse(name, args=[member.project.slug]), {"q": q})
    assert answer.status_code == 422
    assert 'id="status"' in answer.text


@BOTH
def test_who_may(member: Membership, name: str) -> None:
    url = reverse(name, args=[member.project.slug])
    assert client_of(make_member()).get(url).status_code == 404
    assert client_of(member).post(url).status_code == 405
    assert Client().get(url, headers={"HX-Request": "true"}).status_code == 401


@BOTH
def test_other_projects_names_are_not_offered(member: Membership, name: str) -> None:
    other = make_project()
    make_speaker(other, "Geheim")
    make_tag(other, "Geheim")
    assert labels(options(member, name, "geheim")) == []


@BOTH
def test_the_list_is_short_and_so_is_the_work(
    member: Membership, name: str, django_assert_num_queries: Any
) -> None:
    above = make_tag(member.project, "Oben")
    for n in range(20):
        make_speaker(member.project, f"Name {n}")
        make_tag(member.project, f"Name {n}", parent=above)
    client, url = client_of(member), reverse(name, args=[member.project.slug])
    with django_assert_num_queries(5):  # session, user, membership, what was used last, options
        drawn = client.get(url, {"q": "name"}).text
    assert len(labels(drawn)) == 12

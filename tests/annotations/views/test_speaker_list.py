"""The list of speakers, the tree of organisations, and pairs that may be one."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.models import Speaker
from annotations.speakers.merging import merge
from newsreader.changes import ChangeSet
from newsreader.models import Membership
from newsreader.undo import undo
from tests.factories import client_of, make_annotation, make_article, make_member, make_project, make_speaker

pytestmark = pytest.mark.django_db
LISTS = ("speakers", "organisations", "speaker-proposals")


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


def get(member: Membership, name: str, **query: Any) -> Any:
    return client_of(member).get(reverse(name, args=[member.project.slug]), query)


def names(html: str) -> list[str]:
    return re.findall(r'class="thing-name"[^>]*>([^<]*)<', html)


def test_speakers_are_found_by_part_of_a_name_and_by_kind(lead: Membership) -> None:
    make_speaker(lead.project, "Jens Stoltenberg", "person", "der Nato-Generalsekretär")
    make_speaker(lead.project, "Nato", "organisation")
    make_speaker(lead.project, "Jörg Weiß")
    assert names(get(lead, "speakers", q="NATO").text) == ["Jens Stoltenberg", "Nato"]
    assert names(get(lead, "speakers", q="nato", kind="organisation").text) == ["Nato"]
    assert names(get(lead, "speakers", kind="robot").text) == ["Jens Stoltenberg", "Jörg Weiß", "Nato"]
    assert "No speaker is called like that" in get(lead, "speakers", q="Xyz").text


def test_a_hundred_a_page(lead: Membership) -> None:
    for n in range(101):
        make_speaker(lead.project, f"Nummer {n:03}")
    assert names(get(lead, "speakers", page=2, q="nummer").text) == ["Nummer 100"]
    assert "?q=nummer&amp;page=2" in get(lead, "speakers", q="nummer").text


def test_organisations_stand_below_what_they_are_part_of(lead: Membership) -> None:
    made = {
        name: make_speaker(lead.project, name, "organisation") for name in ("Nato", "Stab", "Amt", "Büro")
    }
    make_speaker(lead.project, "Jörg Weiß")
    for name, above in (("Stab", "Nato"), ("Amt", "Stab"), ("Büro", "Nato")):
        Speaker.objects.filter(pk=made[name].pk).update(part_of=made[above])
    page = get(lead, "organisations").text
    found = re.findall(r'class="depth-(\d)"><a class="thing-name"[^>]*>([^<]*)<', page)
    assert found == [("0", "Nato"), ("1", "Büro"), ("1", "Stab"), ("2", "Amt")]


def test_pairs_are_proposed_but_never_unnamed_sources(lead: Membership) -> None:
    long, short = make_speaker(lead.project, "Änne Groß"), make_speaker(lead.project, "Groß")
    make_speaker(lead.project, "Groß AG", "organisation")
    for _ in range(2):
        make_speaker(lead.project, "ein Diplomat", "unnamed")
    page = get(lead, "speaker-proposals").text
    assert names(page) == ["Groß → Änne Groß"]
    assert f"/{short.uid}/merge/?into={long.uid}" in page


def test_who_is_quoted_more_is_proposed_to_stay(lead: Membership) -> None:
    make_speaker(lead.project, "Änne Groß")
    short = make_speaker(lead.project, "Groß")
    make_annotation(make_article(lead.project), lead, "Brücke", speakers=(short,))
    assert names(get(lead, "speaker-proposals").text) == ["Änne Groß → Groß"]


def two(lead: Membership) -> dict[str, str]:
    one, other = make_speaker(lead.project, "Änne Groß"), make_speaker(lead.project, "Groß")
    return {"one": str(other.uid), "other": str(one.uid)}


def test_who_is_said_to_be_two_is_not_proposed_again_until_that_is_undone(lead: Membership) -> None:
    pair, address = two(lead), reverse("speaker-proposals", args=[lead.project.slug])
    answer = client_of(lead).post(address, pair, follow=True)
    assert names(answer.text) == []
    assert "data-undo" in answer.text
    assert "This was said before" in client_of(lead).post(address, pair, follow=True).text
    undo(lead, ChangeSet.objects.get(action="speaker.apart"))
    assert names(get(lead, "speaker-proposals").text) == ["Groß → Änne Groß"]


def test_it_stays_said_when_one_of_them_is_merged_and_that_is_undone(lead: Membership) -> None:
    pair, address = two(lead), reverse("speaker-proposals", args=[lead.project.slug])
    client_of(lead).post(address, pair)
    mayor = make_speaker(lead.project, "Die Bürgermeisterin")
    one = lead.project.speakers.get(uid=pair["other"])
    change_set = merge(lead, mayor, one)
    assert names(get(lead, "speaker-proposals").text) == []
    undo(lead, change_set)
    assert names(get(lead, "speaker-proposals").text) == []


def test_wrong_pairs_are_422(lead: Membership) -> None:
    pair, address = two(lead), reverse("speaker-proposals", args=[lead.project.slug])
    foreign = str(make_speaker(make_project()).uid)
    for wrong in ({}, {"one": "x"}, {"other": foreign}, {"other": pair["one"]}):
        data = {**pair, **wrong} if wrong else {}
        assert client_of(lead).post(address, data).status_code == 422
    assert client_of(make_member(lead.project, "reader")).post(address, pair).status_code == 403
    assert not ChangeSet.objects.exists()


def test_who_may(lead: Membership) -> None:
    reader, stranger = make_member(lead.project, "reader"), make_member(make_project())
    for name in LISTS:
        assert get(reader, name).status_code == (403 if name == "speaker-proposals" else 200)
        address = reverse(name, args=[lead.project.slug])
        assert client_of(stranger).get(address).status_code == 404
        wrong = client_of(lead).delete if name == "speaker-proposals" else client_of(lead).post
        assert wrong(address).status_code == 405


@pytest.mark.parametrize("name", LISTS)
def test_queries_do_not_grow(lead: Membership, name: str) -> None:
    for one in ("Änne Groß", "Groß"):
        make_speaker(lead.project, one)
    counts = []
    for n in range(3):
        above = make_speaker(lead.project, f"Amt {n}", "organisation")
        below = make_speaker(lead.project, f"Amt {n} Nord", "organisation")
        Speaker.objects.filter(pk=below.pk).update(part_of=above)
        make_annotation(make_article(lead.project), lead, speakers=(above, below))
        with CaptureQueriesContext(connection) as queries:
            assert get(lead, name).status_code == 200
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts

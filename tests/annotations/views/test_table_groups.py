"""The table counted by group: the counts are those of the tables that the groups lead to."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.table import page
from annotations.table.groups import GROUPINGS
from newsreader.models import Membership, Project
from tests.annotations.interchange.support import coded_project
from tests.factories import client_of, make_annotation, make_article, make_member, make_speaker, make_tag

pytestmark = pytest.mark.django_db
ROW = re.compile(
    r'<th scope="row">(.*?)</th>\s*<td class="n">([\d,]+)</td>(?:\s*<td class="stances">(.*?)</td>)?', re.S
)


def shown(member: Membership, query: str = "", **given: Any) -> str:
    answer = client_of(member).get(reverse("table", args=[member.project.slug]) + query, given or None)
    assert answer.status_code == 200
    return answer.text


def groups(html: str) -> dict[str, tuple[int, str, str]]:
    """By name: the count, the address that shows them, and the stances as text."""
    found = {}
    for head, n, stances in ROW.findall(html):
        link = re.search(r'href="[^"?]*(\?[^"]*)"', head)
        name = re.sub("<[^>]+>", "", head).strip()
        said = " ".join(re.sub("<[^>]+>", " ", stances).split())
        found[unescape(name)] = int(n.replace(",", "")), unescape(link[1]) if link else "", said
    return found


@pytest.fixture
def anna() -> Membership:
    """A member of a project with a year, a month and no date at all, and something on a whole article."""
    project, anna, _ben = coded_project()
    year = {"published": "2023", "published_from": date(2023, 1, 1), "published_to": date(2023, 12, 31)}
    article = make_article(project, **year)  # type: ignore[arg-type]  # the text is not among them
    make_annotation(article, anna)
    make_annotation(article, anna, is_whole=True, tags=(project.tags.get(name="Geld"),))
    return anna


@pytest.mark.parametrize("by", GROUPINGS)
def test_each_group_counts_what_its_link_shows(anna: Membership, by: str) -> None:
    for more in ({}, {"tag": "Geld"}, {"words": "öffnen OR teuer"}):
        found = groups(shown(anna, group=by, **more))
        assert found
        for name, (count, query, _stances) in found.items():
            if query:
                assert f">{count} annotation" in shown(anna, query), name


def test_who_and_where_and_when(anna: Membership) -> None:
    counts = {by: {k: v[0] for k, v in groups(shown(anna, group=by)).items()} for by in GROUPINGS}
    assert counts["speaker"] == {"ein Fahrgast": 2, "Änne Groß": 2}
    assert counts["tag"] == {"Geld": 3, "Die Fähre ist zu teuer": 2}
    assert counts["source"] == {"Ahletaler Bote": 3, "without a source": 3}
    assert list(counts["month"].items()) == [("2023", 2), ("May 2024", 3), ("undated", 1)]
    assert counts["form"] == {"not coded": 4, "direct speech": 1}
    assert sum(counts["owner"].values()) == 6


def test_a_claim_says_how_many_said_what_of_it(anna: Membership) -> None:
    found = groups(shown(anna, group="tag"))
    assert found["Die Fähre ist zu teuer"][2] in ("not coded 1 for 1", "for 1 not coded 1")
    assert found["Geld"][2] == ""


def test_a_blind_coder_counts_their_own(anna: Membership) -> None:
    Project.objects.filter(pk=anna.project_id).update(visibility=Project.Visibility.BLIND)
    anna = Membership.objects.get(pk=anna.pk)
    assert {name: n for name, (n, *_rest) in groups(shown(anna, group="speaker")).items()} == {"Änne Groß": 1}
    assert set(groups(shown(anna, group="owner"))) == {anna.name}


def test_groups_are_paged(anna: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE", 1)
    first, second = (groups(shown(anna, group="tag", page=n)) for n in (1, 2))
    assert (list(first), list(second)) == (["Geld"], ["Die Fähre ist zu teuer"])


def test_the_number_of_queries_does_not_grow() -> None:
    member = make_member()
    article = make_article(member.project)
    counts = []
    for n in (1, 9):
        for m in range(n):
            speaker, tag = make_speaker(member.project, f"S {n} {m}"), make_tag(member.project, f"T {n} {m}")
            make_annotation(article, member, speakers=(speaker,), tags=(tag,))
        with CaptureQueriesContext(connection) as queries:
            for by in GROUPINGS:
                shown(member, group=by)
        counts.append(len(queries))
    assert counts[0] == counts[1]

"""Many annotations changed at once from the table: a count first, one change set, one undo."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations import change_form
from annotations.models import Annotation
from annotations.recording import annotation_state
from newsreader.changes import ChangeSet
from newsreader.models import Membership, Project
from newsreader.undo import undo
from tests.annotations.interchange.support import coded_project
from tests.factories import client_of, make_annotation, make_article, make_member, make_tag

pytestmark = pytest.mark.django_db


def address(project: Project) -> str:
    return reverse("change-many", args=[project.slug])


def send(member: Membership, query: dict[str, Any] | None = None, count: int = 4, **data: Any) -> Any:
    url = address(member.project) + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")
    return client_of(member).post(url, {"count": count, **data})


def states(project: Project) -> dict[Any, Any]:
    return {row.uid: annotation_state(row) for row in project.annotations.with_parts()}


@pytest.fixture
def lead() -> Membership:
    return make_member(coded_project()[0], "lead")


def test_a_lead_changes_all_that_the_filter_finds_and_undo_brings_each_back(lead: Membership) -> None:
    before = states(lead.project)
    geld = lead.project.tags.get(name="Geld")
    answer = send(
        lead, {"tag": geld.uid}, 3, tag_out="Geld", tag_in="Die Fähre ist zu teuer", form="reported"
    )
    assert (
        answer.status_code == 302
        and answer.url == f"{reverse('table', args=[lead.project.slug])}?tag={geld.uid}"
    )
    assert not geld.annotation_links.exists()
    assert Annotation.objects.filter(form="reported").count() == 3
    late = Annotation.objects.get(spans__quote="Viel zu teuer")
    assert late.tag_links.get().stance == "for"  # what it said of the claim stays
    done = ChangeSet.objects.latest("pk")
    assert done.action == "annotation.many" and done.changes.count() == 3
    undo(lead, done)
    assert states(lead.project) == before


def test_the_page_counts_first_and_names_some(lead: Membership) -> None:
    shown = client_of(lead).get(address(lead.project), {"form": "direct"}).text
    assert "1 annotation" in shown and "Wir öffnen erst" in shown and 'name="count" value="1"' in shown


def test_a_toast_offers_to_take_it_back(lead: Membership) -> None:
    client = client_of(lead)
    shown = client.post(address(lead.project), {"count": 4, "certainty": "certain"}, follow=True).text
    done = ChangeSet.objects.latest("pk")
    assert "4 annotations changed." in shown
    assert reverse("change-set", args=[lead.project.slug, done.uid]) in shown


def test_those_that_were_ticked_are_meant_alone(lead: Membership) -> None:
    mark = lead.project.annotations.get(form="direct")
    send(lead, {"annotation": mark.uid}, 1, form="reported")
    assert list(Annotation.objects.filter(form="reported")) == [mark]
    assert "no annotation here" in client_of(lead).get(address(lead.project), {"annotation": "x"}).text


def test_a_coder_changes_their_own_and_is_told_of_the_others() -> None:
    project, anna, _ben = coded_project()
    assert "2 more are by others" in client_of(anna).get(address(project)).text
    send(anna, count=2, form="reported")
    assert {mark.owner for mark in Annotation.objects.filter(form="reported")} == {anna}


def test_others_are_kept_out(lead: Membership) -> None:
    assert client_of(make_member()).get(address(lead.project)).status_code == 404
    assert client_of(make_member(lead.project, "reader")).get(address(lead.project)).status_code == 403
    assert Client().get(address(lead.project)).status_code == 302
    assert client_of(lead).put(address(lead.project)).status_code == 405


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Say at least one thing"),
        ({"count": 3, "form": "direct"}, "Meanwhile it is another number."),
        ({"tag_in": "Gold"}, "There is no tag “Gold”."),
        ({"tag_in": "Geld", "stance": "for"}, "A topic has no stance"),
        ({"stance": "for"}, "Say which claim"),
        ({"speaker_in": "Niemand"}, "There is no speaker “Niemand”."),
        ({"form": "gesungen"}, "Select a valid choice."),
        ({"count": "x", "form": "direct"}, "Meanwhile it is another number."),
    ],
)
def test_what_cannot_be_changes_nothing_and_stays_in_the_form(
    lead: Membership, data: dict[str, Any], sentence: str
) -> None:
    before = states(lead.project)
    answer = send(lead, **data)
    assert answer.status_code == 422 and sentence in answer.text
    assert all(
        f'value="{value}"' in answer.text for key, value in data.items() if key in ("tag_in", "speaker_in")
    )
    assert states(lead.project) == before and not ChangeSet.objects.exists()


def test_so_many_at_once_are_too_many(lead: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.views.changing.TOGETHER", 3)
    monkeypatch.setattr(change_form, "TOGETHER", 3)
    assert "At most 3 annotations at once." in client_of(lead).get(address(lead.project)).text
    assert send(lead, form="direct").status_code == 422


def test_a_filter_that_is_none_leads_back_to_the_table(lead: Membership) -> None:
    answer = client_of(lead).get(address(lead.project), {"tag": "Gold"})
    assert answer.status_code == 302 and answer["Location"].endswith("annotations/?tag=Gold")


def test_in_an_archived_project_nothing_changes(lead: Membership) -> None:
    Project.objects.filter(pk=lead.project.pk).update(archived_at="2024-01-01T00:00Z")
    assert send(Membership.objects.get(pk=lead.pk), form="direct").status_code == 403
    table = client_of(lead).get(reverse("table", args=[lead.project.slug])).text
    assert "checkbox" in table and 'name="annotation"' not in table  # of the columns only


def test_the_number_of_queries_does_not_grow() -> None:
    member = make_member(role="lead")
    article, tag = make_article(member.project), make_tag(member.project)
    counts = []
    for n in (2, 12):
        for _ in range(n):
            make_annotation(article, member)
        with CaptureQueriesContext(connection) as queries:
            send(member, count=member.project.annotations.count(), tag_in=tag.uid, form="direct")
        counts.append(len(queries))
        Annotation.objects.all().delete()
    assert counts[0] == counts[1]

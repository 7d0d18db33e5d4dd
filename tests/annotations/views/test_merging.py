"""The pages on which two speakers become one."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.models import Speaker
from newsreader.changes import ChangeSet
from newsreader.models import Membership
from tests.factories import client_of, make_annotation, make_article, make_member, make_project, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


def address(speaker: Speaker) -> str:
    return reverse("speaker-merge", args=[speaker.project.slug, speaker.uid])


def get(member: Membership, speaker: Speaker, **query: Any) -> Any:
    return client_of(member).get(address(speaker), query)


def post(member: Membership, speaker: Speaker, into: object) -> Any:
    return client_of(member).post(address(speaker), {"into": str(into)}, follow=True)


def test_one_is_looked_for_by_name_and_alias(lead: Membership) -> None:
    gone = make_speaker(lead.project, "Groß")
    kept = make_speaker(lead.project, "Änne Groß", "person", "die Bürgermeisterin")
    for typed in ("gross", "Buergermeister"):
        page = get(lead, gone, q=typed).text
        assert f"?into={kept.uid}" in page
        assert f"?into={gone.uid}" not in page
    assert "No other speaker has “Xyz”" in get(lead, gone, q="Xyz").text
    assert get(lead, gone, q="x" * 201).status_code == 422


def test_the_preview_counts_and_changes_nothing(lead: Membership) -> None:
    kept, gone = make_speaker(lead.project), make_speaker(lead.project, "Frau Groß")
    for _ in range(3):
        make_annotation(make_article(lead.project), lead, speakers=(gone,))
    page = get(lead, gone, into=kept.uid).text
    assert "<dd>3</dd>" in page
    assert "“Frau Groß”" in page
    assert Speaker.objects.count() == 2


def test_a_merge_is_taken_back_from_its_toast(lead: Membership) -> None:
    kept, gone = make_speaker(lead.project), make_speaker(lead.project, "Frau Groß")
    mark = make_annotation(make_article(lead.project), lead, speakers=(gone,))
    answer = post(lead, gone, kept.uid)
    page = reverse("speaker", args=[lead.project.slug, kept.uid])
    assert answer.redirect_chain == [(page, 302)]
    assert [s.name for s in mark.speakers.all()] == ["Änne Groß"]
    done = ChangeSet.objects.get(action="speaker.merge")
    undo = reverse("change-set", args=[lead.project.slug, done.uid])
    assert f'action="{undo}"' in answer.text
    assert "data-undo" in answer.text
    back = client_of(lead).post(undo, {"next": page}, follow=True)
    assert back.redirect_chain == [(page, 302)]
    assert [s.name for s in mark.speakers.all()] == ["Frau Groß"]


def test_what_cannot_be_is_refused_with_a_sentence(lead: Membership) -> None:
    kept, gone = make_speaker(lead.project, "ein Diplomat", "unnamed"), make_speaker(lead.project)
    assert "other way round" in get(lead, gone, into=kept.uid).text
    for into in ("", "x", uuid.uuid4(), gone.uid, make_speaker(make_project()).uid, kept.uid, "\0"):
        answer = post(lead, gone, into)
        assert answer.status_code == 422
    assert not ChangeSet.objects.exists()


def test_who_may(lead: Membership) -> None:
    kept, gone = make_speaker(lead.project), make_speaker(lead.project, "Frau Groß")
    coder, reader = make_member(lead.project), make_member(lead.project, "reader")
    stranger = make_member(make_project())
    make_annotation(make_article(lead.project), lead, speakers=(gone,))
    assert get(reader, gone).status_code == post(reader, gone, kept.uid).status_code == 403
    assert get(stranger, gone).status_code == post(stranger, gone, kept.uid).status_code == 404
    assert client_of(lead).delete(address(gone)).status_code == 405
    assert get(coder, gone).status_code == 200
    refused = post(coder, gone, kept.uid)
    assert refused.status_code == 422
    assert "A lead can do this" in refused.text
    assert post(lead, gone, kept.uid).status_code == 200
    assert get(lead, gone).status_code == 404


def test_queries_do_not_grow(lead: Membership) -> None:
    kept, gone = make_speaker(lead.project, "Bürgermeisterin"), make_speaker(lead.project, "Frau Groß")
    counts = []
    for number in range(3):
        make_annotation(make_article(lead.project), lead, speakers=(gone,), addressee=gone)
        make_speaker(lead.project, f"Bürger {number}")
        for query in ({"into": kept.uid}, {"q": "bürger"}):
            with CaptureQueriesContext(connection) as queries:
                assert get(lead, gone, **query).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:4] == counts[4:]

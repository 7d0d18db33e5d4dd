"""One speaker becomes two, by quotes and by what texts call them; undo makes them one again."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from annotations.models import Annotation, Speaker
from annotations.recording import annotation_state, speaker_state
from annotations.speakers.splitting import wordings
from newsreader.changes import ChangeSet
from newsreader.models import Membership
from newsreader.undo import undo
from tests.factories import (
    TEXT,
    client_of,
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


@pytest.fixture
def speaker(lead: Membership) -> Speaker:
    """With four quotes, two of which name a mayor."""
    speaker = make_speaker(lead.project, "Groß", "person", "Bürgermeisterin", "Änne Gross")
    for owner, mention in zip(
        (lead,) * 4, ("Bürgermeisterin", "Bürgermeisterin", "Änne Groß", ""), strict=True
    ):
        mark = make_annotation(make_article(lead.project), owner, speakers=(speaker,))
        if mention:
            at = TEXT.index(mention)
            mark.parts.create(role="mention", start=at, end=at + len(mention), quote=mention)
    return speaker


def address(speaker: Speaker) -> str:
    return reverse("speaker-split", args=[speaker.project.slug, speaker.uid])


def post(member: Membership, speaker: Speaker, **data: Any) -> Any:
    return client_of(member).post(address(speaker), {"kind": "person", **data}, follow=True)


def all_of(lead: Membership) -> dict[uuid.UUID, Any]:
    marks = Annotation.objects.filter(project=lead.project).with_parts()
    found = {mark.uid: annotation_state(mark) for mark in marks}
    return found | {s.uid: speaker_state(s) for s in Speaker.objects.of(lead.project)}


def test_what_texts_call_them_is_counted_under_one_key(speaker: Speaker) -> None:
    found = [(w.text, w.quotes, w.is_alias) for w in wordings(speaker)]
    assert found == [("Bürgermeisterin", 2, True), ("Änne Gross", 1, True)]


def test_quotes_go_by_what_they_mention_and_one_by_one_and_come_back(
    lead: Membership, speaker: Speaker
) -> None:
    before = all_of(lead)
    last = lead.project.annotations.order_by("-pk")[0]
    answer = post(
        lead, speaker, name="Die Bürgermeisterin", wording=["burgermeisterin"], quote=[str(last.uid)]
    )
    assert answer.redirect_chain == [(reverse("speaker", args=[lead.project.slug, speaker.uid]), 302)]
    made = Speaker.objects.get(name="Die Bürgermeisterin")
    assert (made.annotations.count(), speaker.annotations.count()) == (3, 1)
    assert [a.name for a in made.aliases.all()] == ["Bürgermeisterin"]
    assert [a.name for a in speaker.aliases.all()] == ["Änne Gross"]
    undo(lead, ChangeSet.objects.get(action="speaker.split"))
    assert all_of(lead) == before


def test_a_name_that_becomes_the_new_speaker_is_no_longer_the_old_ones(
    lead: Membership, speaker: Speaker
) -> None:
    assert post(lead, speaker, name="Bürgermeisterin").status_code == 200
    made = Speaker.objects.get(name="Bürgermeisterin")
    assert not made.aliases.exists()
    assert [a.name for a in speaker.aliases.all()] == ["Änne Gross"]


def test_what_is_wrong_is_422_and_changes_nothing(lead: Membership, speaker: Speaker) -> None:
    make_speaker(lead.project, "Jörg Weiß")
    before = all_of(lead)
    wrong: list[dict[str, Any]] = [
        {"name": "Neu"},
        {"name": "", "wording": ["burgermeisterin"]},
        {"name": "jörg WEISS", "wording": ["burgermeisterin"]},
        {"name": "Neu", "wording": ["nirgends"]},
        {"name": "Neu", "quote": ["x"]},
        {"name": "Neu", "quote": [str(uuid.uuid4())]},
        {"name": "Neu", "kind": "robot", "wording": ["burgermeisterin"]},
    ]
    for data in wrong:
        answer = post(lead, speaker, **data)
        assert answer.status_code == 422, data
        assert "errorlist" in answer.text
    assert all_of(lead) == before


def test_who_may(lead: Membership, speaker: Speaker) -> None:
    coder, reader = make_member(lead.project), make_member(lead.project, "reader")
    data = {"name": "Neu", "wording": ["burgermeisterin"]}
    assert client_of(lead).get(address(speaker)).status_code == 200
    assert client_of(reader).get(address(speaker)).status_code == 403
    assert post(reader, speaker, **data).status_code == 403
    assert post(make_member(make_project()), speaker, **data).status_code == 404
    assert client_of(lead).delete(address(speaker)).status_code == 405
    refused = post(coder, speaker, **data)
    assert refused.status_code == 422
    assert "A lead can do this" in refused.text

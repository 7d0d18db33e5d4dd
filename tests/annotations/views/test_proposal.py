"""Tags that coders propose while the codebook is closed."""

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
from tests.factories import client_of, make_annotation, make_article, make_member, make_project, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def coder() -> Membership:
    return make_member(make_project(codebook_open=False))


@pytest.fixture
def lead(coder: Membership) -> Membership:
    return make_member(coder.project, "lead")


def address(name: str, member: Membership, *uid: object) -> str:
    return reverse(name, args=[member.project.slug, *uid])


def propose(member: Membership, **data: Any) -> Any:
    return client_of(member).post(address("tag-propose", member), {"kind": "claim", **data})


def codebook(member: Membership) -> str:
    text = client_of(member).get(address("tags", member)).text
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def answer(member: Membership, tag: Tag, **data: Any) -> Any:
    return client_of(member).post(address("tag-proposal", member, tag.uid), data)


def test_a_coder_proposes_and_the_lead_sees_what_where_why_and_who(
    coder: Membership, lead: Membership
) -> None:
    above = make_tag(coder.project, "Verkehr")
    assert "Propose a tag" in codebook(coder)
    assert propose(coder, name=" Brücke  öffnen", parent=above.uid, reason="Fehlt <oft>").status_code == 302
    made = Tag.objects.get(proposed_by=coder)
    assert (made.name, made.kind, made.parent, made.proposal) == ("Brücke öffnen", "claim", above, "open")
    make_annotation(make_article(coder.project), coder, tags=(made,))
    seen = codebook(lead)
    for said in ("Verkehr / Brücke öffnen", f"claim · {coder.name} · 1 passage", "Fehlt &lt;oft&gt;"):
        assert said in seen
    assert "waits for the lead" in codebook(coder)
    assert "Accept" not in codebook(coder)
    assert "Brücke öffnen" in client_of(coder).get(address("tag-options", coder)).text


def test_one_press_accepts_and_undo_takes_that_back(coder: Membership, lead: Membership) -> None:
    propose(coder, name="Neu")
    tag = Tag.objects.get()
    assert answer(lead, tag, accept="on").url == address("tags", lead)
    assert "Accept" not in codebook(lead)
    assert "Your proposals Neu accepted" in codebook(coder)
    undo(lead, ChangeSet.objects.order_by("-pk")[0])
    assert Tag.objects.get().proposal == "open"


def test_one_press_declines_and_passages_keep_the_tag(coder: Membership, lead: Membership) -> None:
    propose(coder, name="Neu")
    tag = Tag.objects.get()
    mark = make_annotation(make_article(coder.project), coder, tags=(tag,))
    done = client_of(lead).post(address("tag-proposal", lead, tag.uid), follow=True).text
    assert "“Neu” is declined. 1 passage keeps it" in done
    tag.refresh_from_db()
    assert tag.archived_at and list(mark.tags.all()) == [tag]
    assert "Your proposals Neu declined" in codebook(coder)
    again = propose(coder, name="neu")
    assert again.status_code == 422
    assert "was proposed before and declined" in again.text
    client_of(lead).post(address("tag-archive", lead, tag.uid), {"back": "on"})
    assert "Your proposals Neu accepted" in codebook(coder)


def test_a_proposal_that_was_merged_is_told_of_too(coder: Membership, lead: Membership) -> None:
    propose(coder, name="Neu")
    into = make_tag(lead.project, "Alt", "claim")
    merge = reverse("tag-merge", args=[lead.project.slug, Tag.objects.get(name="Neu").uid])
    client_of(lead).post(merge, {"to": into.uid})
    assert "Your proposals Neu merged into another tag" in codebook(coder)
    assert "merged into" not in codebook(make_member(coder.project))
    undo(lead, ChangeSet.objects.order_by("-pk")[0])
    assert "Your proposals Neu waits for the lead" in codebook(coder)


def test_an_answer_is_given_once(coder: Membership, lead: Membership) -> None:
    propose(coder, name="Neu")
    tag = Tag.objects.get()
    answer(lead, tag, accept="on")
    assert answer(lead, tag).status_code == 422
    assert Tag.objects.get().proposal == "accepted"
    assert answer(lead, make_tag(lead.project, "Anderes"), accept="on").status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "\u200b"},
        {"name": "KOSTEN"},
        {"name": "x" * 201},
        {"name": "Neu", "kind": "mood"},
        {"name": "Neu", "parent": "x"},
        {"name": "Neu", "reason": "x" * 10_001},
    ],
)
def test_what_is_wrong_is_422(coder: Membership, wrong: dict[str, Any]) -> None:
    make_tag(coder.project, "Kosten")
    refused = propose(coder, **wrong)
    assert refused.status_code == 422
    assert "errorlist" in refused.text
    assert not ChangeSet.objects.exists()


def test_coders_hidden_from_each_other_do_not_see_who_proposed_and_why(coder: Membership) -> None:
    coder.project.visibility = "blind"
    coder.project.save()
    propose(coder, name="Neu", reason="Mein Grund")
    page = address("tag", coder, Tag.objects.get().uid)
    assert "Mein Grund" in client_of(coder).get(page).text
    assert "Mein Grund" not in client_of(make_member(coder.project)).get(page).text


def test_who_may(coder: Membership, lead: Membership) -> None:
    propose(coder, name="Neu")
    tag = Tag.objects.get()
    reader = make_member(coder.project, "reader")
    assert propose(reader, name="Anders").status_code == 403
    assert "Propose a tag" not in codebook(reader)
    for member in (reader, coder):
        assert answer(member, tag, accept="on").status_code == 403
    stranger = make_member(role="lead")
    assert client_of(stranger).post(address("tag-proposal", lead, tag.uid)).status_code == 404
    foreign = make_tag(make_project())
    assert answer(lead, foreign, accept="on").status_code == 404
    assert client_of(lead).get(address("tag-proposal", lead, tag.uid)).status_code == 405


def test_in_an_open_codebook_it_is_added_at_once(coder: Membership) -> None:
    coder.project.codebook_open = True
    coder.project.save()
    propose(coder, name="Neu")
    tag = Tag.objects.get()
    assert (tag.proposal, tag.proposed_by) == ("", None)


def test_queries_do_not_grow(coder: Membership, lead: Membership) -> None:
    client, counts = client_of(lead), []
    for n in range(3):
        propose(coder, name=f"Neu {n}", parent=make_tag(coder.project, f"Oben {n}").uid)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("tags", lead)).status_code == 200
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts

"""The speakers as a table: out, looked at, taken in, taken back."""

import csv
import io
import re
from typing import Any

import pytest
from django.urls import reverse

from annotations.models import Role, Speaker
from annotations.recording import speaker_state
from newsreader.changes import ChangeSet
from newsreader.models import Membership
from newsreader.undo import redo, undo
from tests.factories import client_of, make_member, make_project, make_speaker

pytestmark = pytest.mark.django_db

TABLE = """name;kind;aliases;part_of;role_kind;role;organisation;since;until
Jens Stoltenberg;person;Stoltenberg | der Generalsekretär;;office;Generalsekretär;Nato;2014-10-01;2024-09-30
Jens Stoltenberg;;;;party;;Arbeiterpartei;;
Stab;organisation;;Nato;;;;;
"""


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


def address(member: Membership, name: str = "speakers-import") -> str:
    return reverse(name, args=[member.project.slug])


def post(member: Membership, text: str, **data: Any) -> Any:
    return client_of(member).post(address(member), {"text": text, **data})


def apply(member: Membership, text: str) -> Any:
    """Looks first, then takes it in, as people do."""
    looked = post(member, text)
    assert looked.status_code == 200
    [seen] = re.findall(r'name="seen" value="(\w+)"', looked.text)
    return post(member, text, apply="1", seen=seen)


def all_of(lead: Membership) -> dict[str, Any]:
    return {str(s.uid): speaker_state(s) for s in Speaker.objects.of(lead.project)}


def named(lead: Membership) -> dict[str, Any]:
    return {state["name"]: state for state in all_of(lead).values()}


def test_a_table_is_looked_at_before_anything_changes(lead: Membership) -> None:
    page = post(lead, TABLE).text
    assert "4 new speakers" in page
    assert "<li>Arbeiterpartei</li>" in page
    assert not Speaker.objects.exists()


def test_it_goes_in_at_once_and_is_taken_back_at_once(lead: Membership) -> None:
    assert apply(lead, TABLE).status_code == 302
    found = named(lead)
    nato = str(lead.project.speakers.get(name="Nato").uid)
    party = str(lead.project.speakers.get(name="Arbeiterpartei").uid)
    assert found["Jens Stoltenberg"]["aliases"] == ["Stoltenberg", "der Generalsekretär"]
    assert found["Jens Stoltenberg"]["roles"] == [
        ["party", "", "", "", party],
        ["office", "Generalsekretär", "2014-10-01", "2024-09-30", nato],
    ]
    assert (found["Stab"]["part_of"], found["Nato"]["kind"]) == (nato, "organisation")
    after = all_of(lead)
    done = ChangeSet.objects.get(action="speaker.import")
    undo(lead, done)
    assert not Speaker.objects.exists()
    redo(lead, ChangeSet.objects.get(pk=done.pk))
    assert all_of(lead) == after


def test_what_goes_out_comes_in_again_and_changes_nothing(lead: Membership) -> None:
    apply(lead, TABLE)
    make_speaker(lead.project, "ein „Diplomat“; 🙂", "unnamed")
    answer = client_of(lead).get(address(lead, "speakers-csv"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["name"] for row in rows].count("Jens Stoltenberg") == 2
    assert "Nothing to do" in post(lead, answer.text).text
    other = make_member(role="lead")
    before = named(lead)
    assert apply(other, answer.text).status_code == 302
    assert named(other).keys() == before.keys()
    again = client_of(other).get(address(other, "speakers-csv")).text
    assert again == answer.text


def test_what_is_there_is_shown_before_and_after_and_nothing_is_lost(lead: Membership) -> None:
    known = make_speaker(lead.project, "Jens Stoltenberg", "person", "Stoltenberg")
    Speaker.objects.filter(pk=known.pk).update(memo="bleibt", identifier="Q1")
    Role.objects.create(speaker=known, title="Minister", since="1996", until="1997")
    text = "name,aliases,identifier,memo,role,since\nStoltenberg,Jens S.,Q2,,Ministerpräsident,2000\n"
    page = post(lead, text).text
    assert re.search(r"<del>Q1</del> → <ins>Q2</ins>", page)
    before = all_of(lead)
    apply(lead, text)
    state = speaker_state(known)
    assert state["aliases"] == ["Jens S.", "Stoltenberg"]
    assert [role[1] for role in state["roles"]] == ["Minister", "Ministerpräsident"]
    known.refresh_from_db()
    assert (known.name, known.memo, known.identifier) == ("Jens Stoltenberg", "bleibt", "Q2")
    undo(lead, ChangeSet.objects.get(action="speaker.import"))
    assert all_of(lead) == before


def test_by_its_id_a_speaker_is_renamed(lead: Membership) -> None:
    known = make_speaker(lead.project, "Jens Stoltenberg")
    make_speaker(lead.project, "Nato", "organisation")
    apply(lead, f"id,name\n{known.uid},Stoltenberg\n")
    known.refresh_from_db()
    assert known.name == "Stoltenberg"
    assert post(lead, f"id,name\n{known.uid},nato\n").status_code == 422


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "paste a table"),
        ("titel\nx", "name the columns"),
        ("name,memo\n,x", "at least one letter"),
        ("name,kind\nA,robot", "no kind of speaker"),
        ("name,memo\nA," + "x" * 10_001, "too long"),
        ("name,since,role\nA,gestern,B", "A date is"),
        ("name,since,until,role\nA,2015,2014,B", "A date is"),
        ("name,role_kind,role\nA,hobby,B", "no kind of role"),
        ("name,since\nA,2014", "needs a title"),
        ("name,organisation\nA,A", "in themselves"),
        ("name,kind,part_of\nA1,state,B1\nB1,state,A1", "part of itself"),
        ("id,name\nx,A", "not an identifier"),
        ("name,kind\nÄnne Groß,unnamed\nJörg Weiß,unnamed", ""),
    ],
)
def test_what_is_wrong_is_said_with_its_row_and_nothing_goes_in(
    lead: Membership, text: str, said: str
) -> None:
    make_speaker(lead.project, "Jörg Weiß")
    answer = post(lead, text, apply="1", seen="x")
    assert answer.status_code == (422 if said else 409)
    assert said in answer.text
    assert Speaker.objects.count() == 1
    assert not ChangeSet.objects.exists()


def test_who_changes_something_in_between_is_not_overwritten(lead: Membership) -> None:
    [seen] = re.findall(r'name="seen" value="(\w+)"', post(lead, TABLE).text)
    make_speaker(lead.project, "Nato", "organisation")
    answer = post(lead, TABLE, apply="1", seen=seen)
    assert answer.status_code == 409
    assert "3 new speakers" in answer.text
    assert Speaker.objects.count() == 1


def test_who_may(lead: Membership) -> None:
    coder, reader = make_member(lead.project), make_member(lead.project, "reader")
    stranger = make_member(make_project())
    for member in (coder, reader):
        assert client_of(member).get(address(lead)).status_code == 403
        assert post(member, TABLE).status_code == 403
        assert client_of(member).get(address(lead, "speakers-csv")).status_code == 200
    for name in ("speakers-import", "speakers-csv"):
        assert client_of(stranger).get(address(lead, name)).status_code == 404
        assert client_of(lead).delete(address(lead, name)).status_code == 405
    assert client_of(lead).get(address(lead)).status_code == 200

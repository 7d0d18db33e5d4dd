"""The codebook out as CSV, and in again."""

import csv
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annotations.codebook.sheet import COLUMNS
from annotations.models import Tag
from annotations.recording import tag_state
from newsreader.changes import ChangeSet
from newsreader.models import Membership
from newsreader.undo import redo, undo
from tests.factories import client_of, make_member, make_project, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


@pytest.fixture
def codebook(lead: Membership) -> list[Tag]:
    bridge = make_tag(lead.project, "Brücke / Steg", color=3, shortcut=1, description='Ob, "wann" & wie\n🚧')
    costs = make_tag(
        lead.project, "Kosten", "claim", parent=bridge, inclusion="=1+1", exclusion="-", examples="a\nb"
    )
    old = make_tag(lead.project, "Abgelegt", memo="; ,", archived_at=timezone.now())
    return [bridge, costs, old]


def table(member: Membership) -> str:
    answer = client_of(member).get(reverse("codebook-csv", args=[member.project.slug]))
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return str(answer.text)


def send(member: Membership, **data: Any) -> Any:
    return client_of(member).post(reverse("codebook-import", args=[member.project.slug]), data)


def apply(member: Membership, text: str, **data: Any) -> Any:
    """Looks first, as a person does, and takes in what was shown."""
    shown = send(member, text=text, **data)
    assert shown.status_code == 200, shown.text
    [seen] = re.findall(r'name="seen" value="(\w+)"', shown.text)
    return send(member, text=text, seen=seen, apply="on", **data)


def states(member: Membership) -> dict[str, Any]:
    rows = Tag.objects.of(member.project).select_related("parent", "proposed_by")
    return {str(tag.uid): tag_state(tag) for tag in rows}


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_out_and_in_again_changes_nothing(lead: Membership, codebook: list[Tag]) -> None:
    text = table(lead)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["name"] for row in rows] == ["Abgelegt", "Brücke / Steg", "Kosten"]
    assert rows[2]["parent"] == "Brücke / Steg"
    said = words(send(lead, text=text, update="on"))
    assert "3 tags are there as the table has them." in said
    assert "Take it in" not in said


def test_another_project_gets_the_same_codebook_in_one_change_set(
    lead: Membership, codebook: list[Tag]
) -> None:
    other = make_member(role="lead")
    assert apply(other, table(lead)).status_code == 302
    assert states(other) == states(lead)
    done = ChangeSet.objects.get(project=other.project)
    undo(other, done)
    assert states(other) == {}
    redo(other, ChangeSet.objects.get(pk=done.pk))
    assert states(other) == states(lead)


def test_a_file_from_a_spreadsheet_is_read(lead: Membership) -> None:
    data = "Name;Parent;Kind\r\nÖffnung;;\r\nfrüh;Öffnung;These\r\n".encode("cp1252")
    shown = send(lead, file=SimpleUploadedFile("codebook.csv", data))
    assert "2 tags are new." in words(shown) and "Öffnung / früh" in shown.text
    assert not Tag.objects.exists()
    [text] = re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", shown.text, re.DOTALL)
    apply(lead, text)
    assert Tag.objects.get(name="früh").parent == Tag.objects.get(name="Öffnung")


def test_nothing_is_overwritten_unless_it_is_ticked_and_undo_brings_it_back(
    lead: Membership, codebook: list[Tag]
) -> None:
    before = states(lead)
    text = f"id,name,description\n{codebook[0].uid},Brücke,Neu\n,Ganz neu,\n"
    shown = words(send(lead, text=text))
    assert "1 tag is new. 1 tag says something else in the table and stays as it is." in shown
    assert "Brücke / Steg" in shown and "Neu" in shown
    apply(lead, text)
    assert {uid: states(lead)[uid] for uid in before} == before
    assert Tag.objects.filter(name="Ganz neu").exists()
    apply(lead, text, update="on")
    assert Tag.objects.get(uid=codebook[0].uid).description == "Neu"
    undo(lead, ChangeSet.objects.order_by("-pk")[0])
    assert {uid: states(lead)[uid] for uid in before} == before


def test_keys_names_and_places_passed_round_come_back_with_undo(lead: Membership) -> None:
    one = make_tag(lead.project, "Eins", shortcut=1)
    two = make_tag(lead.project, "Zwei", shortcut=2, parent=one)
    three = make_tag(lead.project, "Drei")
    before = states(lead)
    text = f"id,parent,name,shortcut\n{two.uid},,Eins,1\n{one.uid},Eins,Zwei,2\n{three.uid},Eins,Drei,\n"
    assert apply(lead, text, update="on").status_code == 302
    after = states(lead)
    assert (after[str(two.uid)]["name"], after[str(one.uid)]["parent"]) == ("Eins", str(two.uid))
    done = ChangeSet.objects.get()
    undo(lead, done)
    assert states(lead) == before
    redo(lead, ChangeSet.objects.get(pk=done.pk))
    assert states(lead) == after


def test_what_is_wrong_is_said_with_its_line_and_nothing_is_taken_in(
    lead: Membership, codebook: list[Tag]
) -> None:
    text = "name,parent,color\nNeu,,3\nAnders,Nirgends,99\n"
    for more in ({}, {"apply": "on"}):
        refused = send(lead, text=text, **more)
        assert refused.status_code == 422
        assert "Row 3: There is no tag “Nirgends”" in words(refused)
        assert "Anders,Nirgends,99" in refused.text
    for text in ("", "   ", "nur Worte", "x" * 1_000_001):
        assert send(lead, text=text).status_code == 422
    for data in (b"", b"\x89PNG\r\n", b"PK\x03\x04"):
        assert send(lead, file=SimpleUploadedFile("x.csv", data)).status_code == 422
    assert not ChangeSet.objects.exists()


def test_a_codebook_that_has_changed_since_is_looked_at_again(lead: Membership) -> None:
    shown = send(lead, text="name\nNeu\n")
    [seen] = re.findall(r'name="seen" value="(\w+)"', shown.text)
    make_tag(lead.project, "Von nebenan")
    late = send(lead, text="name\nNeu\n", seen=seen, apply="on")
    assert late.status_code == 409
    assert not Tag.objects.filter(name="Neu").exists()
    [seen] = re.findall(r'name="seen" value="(\w+)"', late.text)
    assert send(lead, text="name\nNeu\n", seen=seen, apply="on").status_code == 302


def test_who_may(lead: Membership, codebook: list[Tag]) -> None:
    reader, coder, stranger = make_member(lead.project, "reader"), make_member(lead.project), make_member()
    out, into = (reverse(name, args=[lead.project.slug]) for name in ("codebook-csv", "codebook-import"))
    assert "Kosten" in table(reader)
    for member in (reader, coder):
        assert client_of(member).get(into).status_code == 403
        assert send(member, text="name\nNeu").status_code == 403
    assert client_of(stranger).get(out).status_code == 404
    assert client_of(stranger).post(into, {"text": "name\nNeu"}).status_code == 404
    assert client_of(lead).post(out).status_code == 405


def test_an_id_of_another_project_is_not_that_tag(lead: Membership) -> None:
    foreign = make_tag(make_project(), "Fremd", description="geheim")
    shown = send(lead, text=f"id,name\n{foreign.uid},Neu\n", update="on")
    assert "1 tag is new." in words(shown) and "geheim" not in shown.text


def test_queries_do_not_grow(lead: Membership) -> None:
    above, counts = make_tag(lead.project, "Oben"), []
    client = client_of(lead)
    out, into = (reverse(name, args=[lead.project.slug]) for name in ("codebook-csv", "codebook-import"))
    for n in range(3):
        make_tag(lead.project, f"Tag {n}", parent=above)
        text = "name,parent\nOben,\n" + "".join(f"Tag {i},Oben\n" for i in range(9 * n))
        with CaptureQueriesContext(connection) as written:
            assert client.get(out).status_code == 200
        with CaptureQueriesContext(connection) as read:
            assert client.post(into, {"text": text, "update": "on"}).status_code == 200
        counts.append((len(written), len(read)))
    assert len(set(counts)) == 1, counts

"""A project's own fields in the table: asked for, shown, and answered for many annotations at once."""

import csv
import io
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from annotations.models import Annotation, Value, Variable
from annotations.recording import annotation_state
from newsreader.changes import ChangeSet
from newsreader.models import Membership
from newsreader.undo import undo
from tests.annotations.views.test_table_groups import groups, shown
from tests.factories import client_of, make_annotation, make_article, make_member, make_speaker, make_variable

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


@pytest.fixture
def marks(lead: Membership) -> dict[str, Annotation]:
    article, speaker = make_article(lead.project), make_speaker(lead.project)
    sharp = make_annotation(article, lead, "Wir öffnen erst", (speaker,))
    return {"sharp": sharp, "plain": make_annotation(article, lead, "Die Kosten seien noch offen")}


@pytest.fixture
def tone(lead: Membership, marks: dict[str, Annotation]) -> Variable:
    tone = make_variable(lead.project)
    Value.objects.create(variable=tone, annotation=marks["sharp"], value="scharf")
    return tone


def rows(member: Membership, **query: Any) -> list[str]:
    answer = client_of(member).get(reverse("table", args=[member.project.slug]), query)
    assert answer.status_code == 200
    return re.findall(r'<tr id="t-([\w-]+)"', answer.text)


def test_an_answer_or_none_is_asked_for(
    lead: Membership, marks: dict[str, Annotation], tone: Variable
) -> None:
    name = f"field-{tone.uid}"
    assert rows(lead, **{name: "scharf"}) == [str(marks["sharp"].uid)]
    assert rows(lead, **{name: "sachlich"}) == []
    assert rows(lead, **{name: "-"}) == [str(marks["plain"].uid)]
    assert len(rows(lead)) == 2
    answer = client_of(lead).get(reverse("table", args=[lead.project.slug]), {name: "laut"})
    assert answer.status_code == 422


def test_fields_of_articles_and_speakers_hold_for_what_is_said_there(
    lead: Membership, marks: dict[str, Annotation]
) -> None:
    genre = make_variable(lead.project, "Anlass", "article", kind="text")
    whole = make_annotation(marks["sharp"].article, lead, is_whole=True)
    Value.objects.create(variable=genre, annotation=whole, value="Gipfel")
    party = make_variable(lead.project, "Lager", "speaker", kind="yes_no")
    Value.objects.create(variable=party, speaker=lead.project.speakers.get(), value="yes")
    assert len(rows(lead, **{f"field-{genre.uid}": "Gipfel"})) == 3
    assert rows(lead, **{f"field-{party.uid}": "yes"}) == [str(marks["sharp"].uid)]


def test_an_answer_has_a_column(lead: Membership, tone: Variable) -> None:
    query = {"column": ["quote", f"field-{tone.uid}"]}
    shown = client_of(lead).get(reverse("table", args=[lead.project.slug]), query).text
    assert '<th scope="col">Tonfall</th>' in shown
    assert re.search(r'<td class="of-field-[\w-]+">scharf</td>', shown)


def test_annotations_are_counted_by_an_answer(lead: Membership, marks: dict[str, Annotation]) -> None:
    """Each group counts what its link shows, whatever the field is asked of."""
    first = lead.project.speakers.get()
    ben, other = make_member(lead.project), make_speaker(lead.project, "Jörg Weiß")
    make_annotation(marks["sharp"].article, ben)
    make_annotation(marks["sharp"].article, ben, "Das ist zu spät", (first, other))
    whole = make_annotation(marks["sharp"].article, lead, is_whole=True)
    fields = {
        "annotation": make_variable(lead.project),
        "article": make_variable(lead.project, "Gattung", "article"),
        "speaker": make_variable(lead.project, "Im Amt", "speaker", kind="yes_no"),
    }
    make_variable(lead.project, "Anlass", kind="text")
    Value.objects.create(variable=fields["annotation"], annotation=marks["sharp"], value="scharf")
    Value.objects.create(variable=fields["article"], annotation=whole, value="scharf")
    Value.objects.create(variable=fields["speaker"], speaker=first, value="yes")
    Value.objects.create(variable=fields["speaker"], speaker=other, value="no")
    expected = {
        "annotation": {"scharf": 1, "not coded": 4},
        "article": {"scharf": 3, "not coded": 2},  # what lead answered holds for what lead marked
        "speaker": {"yes": 2, "no": 1, "not coded": 3},
    }
    for of, variable in fields.items():
        page = shown(lead, group=f"field-{variable.uid}")
        assert f"by {variable.name}" in page and "by Anlass" not in page
        found = groups(page)
        assert {name: count for name, (count, *_rest) in found.items()} == expected[of]
        for count, query, _stances in found.values():
            assert f">{count} annotation" in shown(lead, query)
    narrowed = shown(lead, group=f"field-{fields['speaker'].uid}", owner=str(ben.uid))
    assert {name: count for name, (count, *_rest) in groups(narrowed).items()} == {
        "yes": 1, "no": 1, "not coded": 1,
    }  # fmt: skip


def test_many_are_answered_at_once_and_back(
    lead: Membership, marks: dict[str, Annotation], tone: Variable
) -> None:
    before = {mark.uid: annotation_state(mark) for mark in Annotation.objects.with_parts()}
    url = reverse("change-many", args=[lead.project.slug])
    client_of(lead).post(url, {"count": 2, f"field-{tone.uid}": "sachlich"})
    assert list(tone.values.values_list("value", flat=True)) == ["sachlich"] * 2
    undo(lead, ChangeSet.objects.latest("pk"))
    assert {mark.uid: annotation_state(mark) for mark in Annotation.objects.with_parts()} == before
    client_of(lead).post(url, {"count": 2, f"field-{tone.uid}": " "})
    assert not tone.values.exists()
    answer = client_of(lead).post(url, {"count": 2, f"field-{tone.uid}": "laut"})
    assert answer.status_code == 422 and not tone.values.exists()


def test_the_command_asks_for_answers(lead: Membership, tone: Variable, capsys: Any) -> None:
    def lines(*fields: str) -> int:
        call_command("export_annotations", project=lead.project.slug, format="csv", field=list(fields))
        return len(list(csv.DictReader(io.StringIO(capsys.readouterr().out))))

    assert (lines("Tonfall=scharf"), lines("tonfall="), lines()) == (1, 1, 2)
    for wrong in ("Tonfall", "Laune=gut"):
        with pytest.raises(SystemExit):
            lines(wrong)

"""Two states side by side, and what became of one object."""

import uuid
from typing import Any

import pytest
from django.utils import translation

from newsreader import changes
from newsreader.history import compare, history_of
from newsreader.models import Membership, Project
from tests.factories import make_member, make_project


@translation.override("en")
def test_a_comparison_names_the_parts_and_marks_what_differs() -> None:
    before = {"note": "", "spans": [[0, 6], [10, 12]], "tags": [["a", "for"], ["b", ""]], "owner": "x"}
    found = compare("annotation", before, {**before, "note": "Brücke 🚧"})
    assert [(str(name), left, right, differs) for name, left, right, differs in found.rows] == [
        ("Note", "", "Brücke 🚧", True),
        ("Passages (characters)", "0–6, 10–12", "0–6, 10–12", False),
        ("Tags", "a · for, b", "a · for, b", False),
    ]
    assert found.differs


def test_an_object_that_was_not_there_has_empty_values() -> None:
    found = compare("bridge", None, {"length": 12})
    assert (found.kind, found.rows) == ("bridge", [("length", "", "12", True)])
    assert not compare("bridge", {"length": 12}, {"length": 12}).differs


@pytest.mark.django_db
def test_the_history_of_an_object_keeps_to_what_the_member_may_see() -> None:
    uid = uuid.uuid4()
    project = make_project(visibility=Project.Visibility.BLIND)
    coder, lead = make_member(project), make_member(project, "lead")
    for number, member in enumerate((coder, lead, coder)):
        with changes.recording(member, "put") as record:
            record("bridge", uid, None, {"length": number})

    def seen(member: Membership, kind: str = "bridge") -> list[Any]:
        return [(one.changes.get().after or {})["length"] for one in history_of(member, kind, uid)]

    assert (seen(lead), seen(coder)) == ([2, 1, 0], [2, 0])
    assert seen(lead, "tunnel") == seen(make_member()) == []

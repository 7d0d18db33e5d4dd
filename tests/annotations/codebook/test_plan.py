"""What a table would do to a codebook."""

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.codebook.plan import NEW, States, paths_of, plan
from annotations.codebook.sheet import COLUMNS
from annotations.tabular import Entry, Unreadable, read

A, B, C = (uuid.UUID(int=n) for n in (1, 2, 3))


def state(name: str, parent: uuid.UUID | None = None, **values: Any) -> dict[str, Any]:
    return {**NEW, "name": name, "parent": str(parent) if parent else None, "color": 1, **values}


KNOWN: States = {A: state("Brücke", shortcut=1), B: state("Kosten", A, kind="claim"), C: state("Bahn")}


def rows(*cells: dict[str, str]) -> list[Entry]:
    return [Entry(n, row) for n, row in enumerate(cells, 2)]


def sentences(*cells: dict[str, str], update: bool = True, **more: Any) -> list[str]:
    found = plan(KNOWN, rows(*cells), update, **more).problems
    assert all(problem.row >= 2 for problem in found)
    return [problem.sentence for problem in found]


def test_a_row_is_found_by_id_or_by_path_else_it_is_new() -> None:
    made = plan(
        KNOWN,
        rows(
            {"id": str(C), "name": "Eisenbahn"},
            {"parent": "BRÜCKE", "name": "Kosten", "description": "Geld"},
            {"parent": "Brücke/Kosten", "name": "Brücke"},
            {"name": "Kosten"},
        ),
        update=True,
    )
    assert not made.problems
    assert {uid: made.after[uid]["name"] for uid in made.after} == {C: "Eisenbahn", B: "Kosten"}
    assert made.after[B]["description"] == "Geld"
    assert sorted((s["name"], s["parent"]) for s in made.new.values()) == [
        ("Brücke", str(B)),
        ("Kosten", None),
    ]


def test_what_is_there_stays_unless_it_is_told_otherwise() -> None:
    entries = rows({"id": str(A), "name": "Steg"}, {"parent": "Steg", "name": "Neu"})
    made = plan(KNOWN, entries, update=False)
    [(uid, new)] = made.states(update=False).items()
    assert (new["name"], new["parent"]) == ("Neu", str(A))
    assert made.before[A]["name"] == "Brücke" and made.after[A]["name"] == "Steg"
    assert set(made.states(update=True)) == {A, uid}


def test_a_column_that_is_not_there_changes_nothing_and_an_empty_cell_empties() -> None:
    known = {A: state("Brücke", description="Wann", shortcut=3)}
    assert plan(known, rows({"name": "Brücke"}), update=True).same == 1
    emptied = plan(known, rows({"name": "Brücke", "description": "", "shortcut": ""}), update=True).after[A]
    assert (emptied["description"], emptied["shortcut"]) == ("", None)


def test_new_tags_come_parents_first_whatever_the_order_of_the_lines() -> None:
    made = plan(
        {}, rows({"parent": "A / B", "name": "C"}, {"parent": "A", "name": "B"}, {"name": "A"}), False
    )
    assert [s["name"] for s in made.new.values()] == ["A", "B", "C"]
    assert sorted(paths_of(made.new).values()) == ["A", "A / B", "A / B / C"]


def test_keys_and_names_may_be_passed_round() -> None:
    known = {A: state("Eins", shortcut=1), B: state("Zwei", shortcut=2)}
    swapped = rows(
        {"id": str(A), "name": "Zwei", "shortcut": "2"}, {"id": str(B), "name": "Eins", "shortcut": "1"}
    )
    assert not plan(known, swapped, update=True).problems


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([{"name": ""}], "A name needs"),
        ([{"name": "\u200b"}], "A name needs"),
        ([{"name": "x" * 201}], "at most 200"),
        ([{"name": "Neu", "memo": "x" * 10_001}], "at most 10000"),
        ([{"name": "Neu", "kind": "mood"}], "is no kind"),
        ([{"name": "Neu", "color": "13"}], "is no colour"),
        ([{"name": "Neu", "color": "²"}], "is no colour"),
        ([{"name": "Neu", "shortcut": "0"}], "is no key"),
        ([{"name": "Neu", "shortcut": "1"}], "“Brücke” holds this key"),
        ([{"name": "Neu", "archived": "vielleicht"}], "neither yes nor no"),
        ([{"name": "Neu", "parent": "Nirgends"}], "There is no tag “Nirgends”"),
        ([{"name": "Neu", "id": "12"}], "is no id"),
        ([{"name": "Neu"}, {"name": "NEU"}], "already, in the same place"),
        ([{"name": "Bahn"}, {"id": str(C), "name": "Zug"}], "again"),
        ([{"id": str(C), "name": "Brücke"}], "already, in the same place"),
        ([{"id": str(A), "name": "Brücke", "parent": "Brücke / Kosten"}], "cannot stand below itself"),
    ],
)
def test_what_cannot_be_is_said_with_its_line(cells: list[dict[str, str]], said: str) -> None:
    assert any(said in sentence for sentence in sentences(*cells))


def test_what_is_not_changed_is_not_complained_of() -> None:
    assert not sentences({"id": str(C), "name": "Brücke"}, update=False)


def test_a_claim_with_stances_becomes_no_topic() -> None:
    cells = {"id": str(B), "name": "Kosten", "parent": "Brücke", "kind": "topic"}
    assert sentences(cells) == []
    assert "Annotations hold a stance" in sentences(cells, stanced={B})[0]


def test_german_words_and_a_spreadsheet_s_numbers_are_read() -> None:
    [new] = plan(
        {}, rows({"name": "Neu", "kind": "These", "color": "7.0", "archived": "Ja"}), False
    ).new.values()
    assert (new["kind"], new["color"], new["archived_at"]) == ("claim", 7, True)


@pytest.mark.parametrize("mark", ",;\t")
def test_a_table_is_read_whatever_parts_its_cells(mark: str) -> None:
    text = f'\n\nName{mark}Parent{mark}Farbe\nA{mark}"B ""C""\n{mark} D"{mark}x\n\n'
    sheet = read(text.lstrip("\n"), COLUMNS)
    assert sheet.unknown == ["farbe"]
    assert [entry.cells for entry in sheet.entries] == [{"name": "A", "parent": f'B "C"\n{mark} D'}]


@pytest.mark.parametrize("text", ["", "nichts", "id,parent\n1,2", 'name\n"' + "x" * 140_000])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text, COLUMNS)


@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=9)), max_size=6), st.booleans())
def test_any_cells_make_a_plan_or_sentences(cells: list[dict[str, str]], update: bool) -> None:
    made = plan(KNOWN, rows(*({"name": "", **row} for row in cells)), update)
    if not made.problems:
        final = {**KNOWN, **made.states(update)}
        places = [(s["parent"], s["name"].casefold()) for s in final.values()]
        assert len(set(places)) == len(places)
        assert len(made.new) + len(made.after) + made.same == len(cells)

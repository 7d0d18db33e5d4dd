"""A project's own fields and what was answered: out as JSON and CSV, and back in."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from annotations.filtering import Filter
from annotations.interchange import csv_out
from annotations.interchange.selection import Content, Selection
from annotations.models import Annotation, Value, Variable
from newsreader.changes import Change
from newsreader.models import Membership, Project
from tests.annotations.interchange.support import coded_project, exported, read, run, schema, write
from tests.factories import make_annotation, make_member, make_project, make_variable

pytestmark = pytest.mark.django_db


def answer(variable: Variable, value: str, **of: Any) -> None:
    Value.objects.create(variable=variable, value=value, **of)


def asking_project() -> tuple[Project, Membership]:
    """coded_project with a field of every kind, each answered once."""
    project, anna, _ben = coded_project()
    mark = Annotation.objects.filter(project=project, owner=anna).earliest("pk")
    whole = make_annotation(mark.article, anna, is_whole=True)
    speaker = project.speakers.get(kind="person")
    tone = make_variable(project, "Tonfall", required=True, instruction="Wie es klingt 🔔", position=1)
    answer(tone, "scharf", annotation=mark)
    answer(make_variable(project, "Betrag", kind="number"), "-0.5", annotation=mark)
    answer(
        make_variable(project, "Frist", kind="date", archived_at=anna.joined_at), "2024-06", annotation=mark
    )
    answer(make_variable(project, "Gattung", "article", kind="text"), "Bericht, „lang“", annotation=whole)
    answer(make_variable(project, "Lager", "speaker", kind="yes_no"), "yes", speaker=speaker)
    return project, anna


def comparable(text: str) -> list[str]:
    return [line for line in text.split("\n") if not line.startswith(('"project"', '"exported_at"'))]


def table(project: Project) -> list[dict[str, str]]:
    lines = "".join(csv_out.stream(Selection(Filter(project)), Content.QUOTES))
    return list(csv.DictReader(io.StringIO(lines)))


def test_json_says_what_is_asked_and_what_was_answered() -> None:
    project, _anna = asking_project()
    data = read(project)
    Draft202012Validator(schema()).validate(data)
    names = {field["id"]: field["name"] for field in data["fields"]}
    assert list(names.values()) == ["Gattung", "Lager", "Betrag", "Tonfall", "Frist"]
    tone = data["fields"][3]
    assert (tone["of"], tone["kind"], tone["options"]) == ("annotation", "choice", ["sachlich", "scharf"])
    assert (tone["required"], tone["archived"], tone["instruction"]) == (True, False, "Wie es klingt 🔔")
    assert data["fields"][4]["archived"] and data["counts"]["fields"] == 5

    def said(entry: dict[str, Any]) -> dict[str, str]:
        return {names[one["field"]]: one["value"] for one in entry["fields"]}

    [mark] = [m for m in data["annotations"] if m["fields"] and not m["whole"]]
    assert said(mark) == {"Betrag": "-0.5", "Frist": "2024-06", "Tonfall": "scharf"}
    [whole] = [m for m in data["annotations"] if m["whole"]]
    assert said(whole) == {"Gattung": "Bericht, „lang“"}
    assert [said(s) for s in data["speakers"] if s["fields"]] == [{"Lager": "yes"}]


def test_csv_has_a_column_for_each_field() -> None:
    project, anna = asking_project()
    rows = table(project)
    assert list(rows[0])[-5:] == [
        "article.Gattung",
        "speaker.Lager",
        "annotation.Betrag",
        "annotation.Tonfall",
        "annotation.Frist",
    ]
    mine = [row for row in rows if row["owner_id"] == str(anna.uid)]
    here = [row for row in mine if row["title"].startswith("Brücke")]
    assert {row["article.Gattung"] for row in here} == {"Bericht, „lang“"}
    assert {row["article.Gattung"] for row in rows if row not in here} == {""}  # another has not said it
    assert {row["annotation.Betrag"] for row in rows} == {"-0.5", ""}
    assert {row["speaker.Lager"] for row in rows if row["speaker"] == "Änne Groß"} == {"yes"}
    assert {row["speaker.Lager"] for row in rows if row["speaker"] != "Änne Groß"} == {""}


def test_an_export_makes_an_equal_project_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    project, _anna = asking_project()
    first = exported(project)
    file = write(tmp_path / "a.json", first)
    code, out, _err = run("import_annotations", file, project="zweites")
    second = Project.objects.get(slug="zweites")
    assert code == 0 and "5 new: fields" in out
    assert comparable(exported(second)) == comparable(first)
    assert [list(row.values())[-5:] for row in table(second)] == [
        list(row.values())[-5:] for row in table(project)
    ]
    state = Change.objects.filter(kind="annotation", change_set__project=second, after__is_whole=True).get()
    assert state.after and len(state.after["values"]) == 1
    assert run("import_annotations", file, project="zweites")[0] == 0
    assert comparable(exported(second)) == comparable(first)


def test_fields_of_the_project_are_used(tmp_path: Path) -> None:
    project, _anna = asking_project()
    other = make_project()
    make_member(other, "lead")
    tone = make_variable(other, "TONFALL", options=["scharf"], position=7)
    assert (
        run("import_annotations", write(tmp_path / "a.json", exported(project)), project=other.slug)[0] == 0
    )
    assert tone.values.get().value == "scharf"
    assert other.variables.count() == 5
    tone.refresh_from_db()
    assert (tone.name, tone.options) == ("TONFALL", ["scharf"])


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": "text", "options": []}, "“Tonfall” of another kind"),
        ({"options": ["sachlich"]}, "“Tonfall” lacks the choice “scharf”"),
    ],
)
def test_what_does_not_fit_the_projects_own_field_is_refused(
    tmp_path: Path, values: dict[str, Any], sentence: str
) -> None:
    project, _anna = asking_project()
    other = make_project()
    make_member(other, "lead")
    make_variable(other, **values)
    file = write(tmp_path / "a.json", exported(project))
    code, _out, err = run("import_annotations", file, project=other.slug)
    assert code == 1 and sentence in err
    assert not other.annotations.exists() and other.variables.count() == 1


def changed(data: dict[str, Any], change: Any) -> dict[str, Any]:
    change(data, next(m for m in data["annotations"] if m["fields"] and not m["whole"]))
    return data


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d, m: m["fields"][0].update(value="viel"), "Write a number"),
        (lambda d, m: m["fields"][0].update(value=""), "This is missing."),
        (lambda d, m: m["fields"][0].update(value=3), "This is no text."),
        (lambda d, m: m["fields"][1].update(value="spitz"), "Select a valid choice"),
        (lambda d, m: m["fields"][1].update(field=m["id"]), "has nothing with the id"),
        (lambda d, m: m["fields"][1].update(field=d["fields"][0]["id"]), "asked of something else"),
        (lambda d, m: m["fields"].append(m["fields"][0]), "twice"),
        (lambda d, m: d["fields"][0].update(kind="picture"), "is none of"),
        (lambda d, m: d["fields"][0].update(of=None), "This is missing."),
        (lambda d, m: d["fields"][0].update(name=" "), "A name is missing."),
        (lambda d, m: d["fields"].append(d["fields"][0]), "twice"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_place(tmp_path: Path, change: Any, sentence: str) -> None:
    project, _anna = asking_project()
    data = changed(json.loads(exported(project)), change)
    code, _out, err = run("import_annotations", write(tmp_path / "a.json", data), project="zweites")
    assert code == 1 and sentence in err and "fields" in err
    assert not Project.objects.filter(slug="zweites").exists()


def test_a_file_from_before_there_were_fields_is_read(tmp_path: Path) -> None:
    project, *_ = coded_project()
    data = json.loads(exported(project))
    del data["fields"]
    for entry in (*data["speakers"], *data["annotations"]):
        del entry["fields"]
    assert run("import_annotations", write(tmp_path / "a.json", data), project="zweites")[0] == 0
    assert Annotation.objects.filter(project__slug="zweites").count() == len(data["annotations"])

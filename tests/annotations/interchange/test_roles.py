"""Who was what: out in both formats as of the day of the statement, and back in."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from annotations.filtering import Filter
from annotations.interchange import csv_out
from annotations.interchange.selection import Content, Selection
from annotations.models import Role, Speaker
from newsreader.models import Project
from tests.annotations.interchange.support import coded_project, exported, read, run, schema, write
from tests.factories import make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    """Groß is mayor of a town until the middle of April 2024, when one of the statements was made."""
    project, *_ = coded_project()
    land = make_speaker(project, "Ahleland", "state")
    town = make_speaker(project, "Stadt Ahle", "state", "das Rathaus")
    Speaker.objects.filter(pk=town.pk).update(part_of=land, identifier="Q1", memo="Überall 🙂")
    groß = project.speakers.get(name="Änne Groß")
    roles = [
        ("office", "Bürgermeisterin", town, "2014", "2024-04-15"),
        ("office", "Abgeordnete", None, "2024-04-16", ""),
        ("party", "", land, "", ""),
    ]
    for n, (kind, title, where, since, until) in enumerate(roles):
        Role.objects.create(
            speaker=groß, kind=kind, title=title, organisation=where, since=since, until=until, position=n
        )
    return project


def test_a_statement_has_the_roles_of_its_own_day_else_of_the_articles(project: Project) -> None:
    data = read(project)
    Draft202012Validator(schema()).validate(data)
    groß = str(project.speakers.get(name="Änne Groß").uid)
    party = {"speaker": groß, "kind": "party", "answer": "held", "roles": ["Ahleland"]}
    said = {mark["quote"]: mark["roles"] for mark in data["annotations"]}
    assert said["Wir öffnen erst"] == [
        {"speaker": groß, "kind": "office", "answer": "held", "roles": ["Abgeordnete"]},
        party,
    ]
    both = ["Bürgermeisterin, Stadt Ahle", "Abgeordnete"]
    assert said["öffnen erst, wenn"] == [
        {"speaker": groß, "kind": "office", "answer": "ambiguous", "roles": both},
        party,
    ]
    assert said["Viel zu teuer"] == []


def test_csv_says_ambiguous(project: Project) -> None:
    text = "".join(csv_out.stream(Selection(Filter(project)), Content.QUOTES))
    rows = list(csv.DictReader(io.StringIO(text)))
    found = {(row["quote"], row["speaker"]): (row["office"], row["party"], row["membership"]) for row in rows}
    assert found["Wir öffnen erst", "Änne Groß"] == ("Abgeordnete", "Ahleland", "")
    assert found["öffnen erst, wenn", "Änne Groß"] == ("ambiguous", "Ahleland", "")
    assert found["öffnen erst, wenn", "ein Fahrgast"] == ("", "", "")


def test_roles_and_what_stands_above_come_back(project: Project, tmp_path: Path) -> None:
    first = exported(project)
    assert run("import_annotations", write(tmp_path / "a.json", first), project="zweites")[0] == 0
    again = exported(Project.objects.get(slug="zweites"))

    def own(text: str) -> list[str]:
        return [line for line in text.split("\n") if not line.startswith(('"project"', '"exported_at"'))]

    assert own(again) == own(first)


def test_a_filtered_file_brings_where_roles_were_held(project: Project, tmp_path: Path) -> None:
    groß = project.speakers.get(name="Änne Groß")
    file = exported(Selection(Filter(project, speaker=groß)), Content.TEXTS)
    assert run("import_annotations", write(tmp_path / "a.json", file), project="zweites")[0] == 0
    second = Project.objects.get(slug="zweites")
    roles = second.speakers.get(name="Änne Groß").roles.select_related("organisation")
    assert [role.organisation.name if role.organisation else "" for role in roles] == [
        "Stadt Ahle", "", "Ahleland",
    ]  # fmt: skip


def speaker(data: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(entry for entry in data["speakers"] if entry["name"] == name)
    return found


BROKEN: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("roles[0].since", lambda d: speaker(d, "Änne Groß")["roles"][0].update(since="gestern")),
    ("roles[1].title", lambda d: speaker(d, "Änne Groß")["roles"][1].update(title=None)),
    ("roles[0].kind", lambda d: speaker(d, "Änne Groß")["roles"][0].update(kind="hobby")),
    ("part_of", lambda d: speaker(d, "Stadt Ahle").update(part_of="x")),
    (
        "speakers: ",
        lambda d: speaker(d, "Ahleland").update(part_of=speaker(d, "Stadt Ahle")["id"]),
    ),
]


@pytest.mark.parametrize(("place", "change"), BROKEN, ids=[place for place, _change in BROKEN])
def test_what_is_wrong_is_refused_whole(
    project: Project, tmp_path: Path, place: str, change: Callable[[dict[str, Any]], object]
) -> None:
    data = read(project)
    change(data)
    code, _out, err = run("import_annotations", write(tmp_path / "a.json", data), project="zweites")
    assert code == 1
    assert place in err
    assert not Speaker.objects.filter(project__slug="zweites").exists()

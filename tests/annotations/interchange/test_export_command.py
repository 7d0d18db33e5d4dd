import json
from pathlib import Path

import pytest

from annotations.interchange import json_out
from tests.annotations.interchange.support import coded_project, run
from tests.factories import make_project

pytestmark = pytest.mark.django_db


def test_json_goes_to_standard_output_and_nothing_else_does() -> None:
    project, *_ = coded_project()
    code, out, err = run("export_annotations", project=project.slug)
    assert (code, err) == (0, "")
    assert json.loads(out)["counts"]["annotations"] == 4
    assert "text" not in json.loads(out)["articles"][0]


def test_filters_by_the_names_that_people_use() -> None:
    project, _anna, ben = coded_project()

    def count(*arguments: str) -> int:
        code, out, err = run("export_annotations", "--project", project.slug, *arguments)
        assert (code, err) == (0, "")
        found: int = json.loads(out)["counts"]["annotations"]
        return found

    assert count("--tag", "geld / die Faehre ist zu teuer") == 2
    assert count("--tag", str(project.tags.get(name="Geld").uid)) == 3
    assert count("--speaker", "Groß") == 2
    assert count("--source", "ahletaler bote", "--from", "2024-05-31", "--to", "2024") == 3
    assert count("--owner", ben.user.username if ben.user else "") == 2
    assert count("--suggestions") == 4


@pytest.mark.parametrize(
    "arguments",
    [
        ["--tag", "Gibt es nicht"],
        ["--speaker", "Niemand"],
        ["--source", "Keine"],
        ["--owner", "wer"],
        ["--from", "Mai 2024"],
        ["--format", "csv", "--with-text"],
    ],
)
def test_what_is_not_there_is_a_sentence(arguments: list[str]) -> None:
    code, out, err = run("export_annotations", "--project", coded_project()[0].slug, *arguments)
    assert code == 2 and out == "" and err.count("\n") == 1


def test_a_project_that_is_not_there() -> None:
    assert run("export_annotations", project="keins")[0] == 2


def test_a_file_is_written_in_whole_or_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, *_ = coded_project()
    path = tmp_path / "a.json"
    assert run("export_annotations", project=project.slug, output=str(path), with_text=True)[0] == 0
    before = path.read_text(encoding="utf-8")
    assert json.loads(before)["articles"][0]["text"]

    def fail(*_arguments: object) -> object:
        yield '{"format"'
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(json_out, "stream", fail)
    code, _out, err = run("export_annotations", project=project.slug, output=str(path))
    assert code == 1 and "No space left" in err
    assert path.read_text(encoding="utf-8") == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    code, _out, err = run(
        "export_annotations", project=make_project().slug, output=str(tmp_path / "no" / "a.json")
    )
    assert code == 1 and err.count("\n") == 1

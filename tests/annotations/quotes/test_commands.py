"""`manage.py detect_quotes` and `train_quotes`: files in, files out, and no database."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from .training.made import article, write

pytestmark = pytest.mark.once

TEXT = "🌫 „Der Turm ist wieder kalt“, sagte Ministerin Gerda Amsel. „Wir müssen ihn heizen.“"


def lines(path: Path, *rows: object) -> Path:
    text = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return path


def detect(tmp_path: Path, *rows: object, **options: Any) -> tuple[list[dict[str, Any]], str]:
    """What comes out (pytest-django forbids the database meanwhile), and what is told."""
    told, out = io.StringIO(), tmp_path / "out.jsonl"
    options = {"without_weights": True} | options
    call_command(
        "detect_quotes", input=lines(tmp_path / "in.jsonl", *rows), output=out, stderr=told, **options
    )
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()], told.getvalue()


def test_detect_quotes(tmp_path: Path) -> None:
    found, told = detect(tmp_path, {"doc_id": "a", "text": TEXT}, "", {"doc_id": 7, "text": ""})
    assert [row["doc_id"] for row in found] == ["a", 7]
    assert found[1]["quotes"] == []
    first, second = found[0]["quotes"]
    assert TEXT[slice(*first["spans"][0])] == "„Der Turm ist wieder kalt“"
    assert TEXT[slice(*first["speaker"][0])] == "Ministerin Gerda Amsel"
    assert TEXT[slice(*first["cue"][0])] == "sagte"
    assert (first["type"], first["addressee"], first["resolved"]) == ("Direct", [], "Gerda Amsel")
    assert (second["resolved"], second["cue"]) == ("Gerda Amsel", [])
    assert 0 < second["confidence"] < first["confidence"] < 1
    assert "2 " in told and "no weights" not in told


def test_a_quote_of_nobody(tmp_path: Path) -> None:
    found, _ = detect(tmp_path, {"doc_id": "a", "text": "„Der Turm ist heute wieder ziemlich kalt.“"})
    (quote,) = found[0]["quotes"]
    assert (quote["speaker"], quote["resolved"]) == ([], None)


def test_words_taken_over_are_quotes_inside_the_indirect_one(tmp_path: Path) -> None:
    text = "Gerda Amsel sagte, der Turm sei „kalt und zugig“ und stehe im Roman „Der Turm“."
    found, _ = detect(tmp_path, {"doc_id": "a", "text": text})
    whole, inside = found[0]["quotes"]
    assert (whole["type"], whole["nested"]) == ("Indirect", False)
    assert (inside["type"], inside["nested"], inside["cue"]) == ("Direct", True, [])
    assert text[slice(*inside["spans"][0])] == "„kalt und zugig“"
    assert inside["speaker"] == whole["speaker"]


def test_english(tmp_path: Path) -> None:
    row = {"doc_id": "a", "text": "“The tower is cold,” said Ellen Ford.", "language": "en"}
    found, _ = detect(tmp_path, row)
    assert found[0]["quotes"][0]["resolved"] == "Ellen Ford"


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        "5",
        "null",
        {"doc_id": "a"},
        {"text": "a"},
        {"doc_id": "a", "text": 5},
        {"doc_id": "a", "text": None},
        {"doc_id": "a", "text": ["a"]},
        {"doc_id": "a", "text": "a", "language": 5},
        '{"doc_id": "\\ud800", "text": ""}',
    ],
)
def test_a_bad_line_is_told_by_its_number(tmp_path: Path, bad: object) -> None:
    with pytest.raises(CommandError, match="3"):
        detect(tmp_path, {"doc_id": "a", "text": TEXT}, "", bad)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'{"doc_id": "a", "text": "\xff"}\n')
    with pytest.raises(CommandError):
        call_command(
            "detect_quotes", input=tmp_path / "in.jsonl", output=tmp_path / "out.jsonl", without_weights=True
        )


def test_the_input_is_not_overwritten(tmp_path: Path) -> None:
    data = lines(tmp_path / "in.jsonl", {"doc_id": "a", "text": TEXT})
    before = data.read_bytes()
    with pytest.raises(CommandError):
        call_command("detect_quotes", input=data, output=data, without_weights=True)
    assert data.read_bytes() == before


def test_files_that_are_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.jsonl"):
        call_command("detect_quotes", input=tmp_path / "none.jsonl", output=tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()
    (tmp_path / "out.jsonl").touch()
    with pytest.raises(CommandError, match=r"none\.jsonl"):
        call_command("detect_quotes", input=tmp_path / "none.jsonl", output=tmp_path / "out.jsonl")
    data = lines(tmp_path / "in.jsonl", {"doc_id": "a", "text": TEXT})
    with pytest.raises(CommandError):
        call_command("detect_quotes", input=data, output=tmp_path / "no folder" / "out.jsonl")
    with pytest.raises(CommandError, match=r"none\.jsonl"):
        call_command("train_quotes", tmp_path / "none.jsonl", output=tmp_path)


def test_train_quotes(tmp_path: Path) -> None:
    out, told = io.StringIO(), io.StringIO()
    data = write(tmp_path / "data.jsonl", 8)
    call_command("train_quotes", data, output=tmp_path / "new", folds=2, stdout=out, stderr=told)
    assert "quotes.npz" in out.getvalue() and (tmp_path / "new" / "quotes.npz").is_file()
    assert len(told.getvalue().splitlines()) == 8


@pytest.mark.parametrize("folds", [-1, 0, 1, 5])
def test_folds_that_cannot_be(tmp_path: Path, folds: int) -> None:
    with pytest.raises(CommandError):
        call_command("train_quotes", write(tmp_path / "data.jsonl", 8), output=tmp_path, folds=folds)
    assert not (tmp_path / "quotes.npz").exists()


def test_train_quotes_on_a_bad_line(tmp_path: Path) -> None:
    data = lines(tmp_path / "data.jsonl", article(1), "{")
    with pytest.raises(CommandError, match="line 2"):
        call_command("train_quotes", data, output=tmp_path)

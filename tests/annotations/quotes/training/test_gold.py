"""Annotated articles read from lines: what is taken, and which line is told when one is bad."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotations.quotes.training.gold import BadLine, Document, covered, labels, load, mentions

from .made import article

pytestmark = pytest.mark.once

TEXT = "„Der Turm ist kalt“, sagte Gerda Amsel 🌫. Er sei, so Holm, kalt."


def at(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


GOOD: dict[str, Any] = {
    "doc_id": "a",
    "text": TEXT,
    "quotes": [
        {
            "spans": [at("Er sei"), at(" kalt.")],
            "type": "Indirect",
            "speaker": [at("Holm")],
            "frame": [at("so Holm")],
        },
        {
            "spans": [at("„Der Turm ist kalt“")],
            "type": "Direct",
            "speaker": [at("Gerda Amsel")],
            "frame": [at("sagte")],
        },
        {"spans": [at("Der Turm")], "type": "Direct", "nested": True},
    ],
}


def read(tmp_path: Path, *lines: str) -> list[Document]:
    path = tmp_path / "data.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return load(path)


def good(**changed: Any) -> str:
    return json.dumps(GOOD | changed, ensure_ascii=False)


def test_a_good_line(tmp_path: Path) -> None:
    (document,) = read(tmp_path, good(), "", "  ")
    words = document.reading.words
    assert [quote.draft.form for quote in document.quotes] == ["D", "I"]
    direct, indirect = document.quotes
    assert [words[a:b][0] for a, b in direct.draft.parts] == ["„"]
    assert [words[i] for i in sorted(direct.speaker)] == ["Gerda", "Amsel"]
    assert [words[a:b] for a, b in indirect.draft.parts] == [["Er", "sei"], ["kalt", "."]]


def test_labels(tmp_path: Path) -> None:
    (document,) = read(tmp_path, good())
    told = dict(zip(document.reading.words, labels(document), strict=True))
    assert (told["„"], told["Turm"], told["“"], told["sagte"]) == ("B-D", "I-D", "I-D", "FR")
    assert (told["Er"], told["sei"], told["so"], told["Holm"]) == ("B-I", "I-I", "FR", "FR")
    assert labels(document)[document.reading.words.index("Holm") + 2] == "C-I"
    named = dict(zip(document.reading.words, mentions(document), strict=True))
    assert (named["Gerda"], named["Amsel"], named["Holm"], named["sagte"]) == ("B-S", "I-S", "B-S", "O")


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        "3",
        "null",
        '{"doc_id": "a"}',
        '{"text": "a", "quotes": []}',
        good(text=3),
        good(text=None),
        good(quotes=3),
        good(quotes=[3]),
        good(quotes=[{"type": "Direct"}]),
        good(quotes=[{"spans": [[0, 5]]}]),
        good(quotes=[{"spans": [[0, 5]], "type": "Sung"}]),
        good(quotes=[{"spans": [[0]], "type": "Direct"}]),
        good(quotes=[{"spans": [["a", "b"]], "type": "Direct"}]),
        good(quotes=[{"spans": [[0, 5]], "type": "Direct", "speaker": [[1]]}]),
        good(quotes=[{"spans": [[0, 5]], "type": "Direct", "speaker": 5}]),
    ],
)
def test_a_bad_line_is_told_by_its_number(tmp_path: Path, bad: str) -> None:
    with pytest.raises(BadLine, match="line 3"):
        read(tmp_path, good(), "", bad, good())


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        load(tmp_path / "none.jsonl")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "data.jsonl").write_bytes(good().encode() + b"\n\xff\xfe\n")
    with pytest.raises(BadLine, match="line 2"):
        load(tmp_path / "data.jsonl")


def test_ranges_become_the_tokens_they_touch(tmp_path: Path) -> None:
    (document,) = read(tmp_path, good(quotes=[]))
    reading = document.reading
    assert covered(reading, 0, len(TEXT)) == (0, len(reading.words))
    assert covered(reading, 2, 3) == (1, 2)
    assert covered(reading, 4, 5) is None  # a space
    assert covered(reading, len(TEXT), len(TEXT) + 5) is None


def test_the_made_articles_hold_what_they_say() -> None:
    for number in range(30):
        made = article(number)
        for quote in made["quotes"]:
            ((start, end),) = quote["spans"]
            assert made["text"][start:end].strip("„“.") and quote["type"] in ("Direct", "Indirect")

"""The file of a backup: what was written comes back, and what was not written so is refused by name."""

import gzip
import json
import tracemalloc
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.backups import format
from newsreader.backups.format import BackupError, Header, Table

pytestmark = pytest.mark.once

HEADER = Header("2026-11-25T02:11:49+00:00", {"newsreader": ["0001_initial"]})
ROWS = [[1, "Brücke 🚧", None, True], [2, "zweite\nZeile", {"a": [1]}, False]]


def written(path: Path, header: Header = HEADER, rows: list[list[Any]] = ROWS) -> Path:
    tables = [
        Table("newsreader.article", ["id", "title", "x", "y"], rows),
        Table("newsreader.user", ["id"], []),
    ]
    path.write_bytes(b"".join(format.write(header, tables)))
    return path


def read(path: Path) -> dict[str, list[Any]]:
    return {table.label: list(table.rows) for table in format.tables(path)}


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    path = written(tmp_path / "file")
    assert format.check(path) == (HEADER, {"newsreader.article": 2, "newsreader.user": 0})
    assert read(path) == {"newsreader.article": ROWS, "newsreader.user": []}


@given(st.lists(st.text(st.characters()) | st.integers() | st.none() | st.booleans(), min_size=1))
def test_any_value_comes_back(values: list[Any]) -> None:
    pieces = b"".join(format.write(HEADER, [Table("a.b", ["c"] * len(values), [values])]))
    lines = gzip.decompress(pieces).splitlines()
    assert json.loads(lines[2]) == values


def test_values_that_json_has_no_form_for(tmp_path: Path) -> None:
    uid, at = uuid.uuid4(), datetime(2026, 11, 25, 2, 11, 49, 123456, UTC)
    path = written(tmp_path / "file", rows=[[uid, at, date(2026, 11, 25), memoryview(b"\0\xff")]])
    expected = [str(uid), "2026-11-25T02:11:49.123456+00:00", "2026-11-25", "AP8="]
    assert read(path)["newsreader.article"] == [expected]


def refusal(path: Path) -> str:
    with pytest.raises(BackupError) as problem:
        format.check(path)
    return problem.value.code


def test_a_file_that_ends_anywhere_before_its_end_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path / "file").read_bytes()
    for length in range(len(whole)):
        (tmp_path / "part").write_bytes(whole[:length])
        assert refusal(tmp_path / "part") in ("truncated", "foreign"), length
    assert format.check(tmp_path / "file")


def test_a_file_in_which_a_byte_changed_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path / "file").read_bytes()
    for place in range(10, len(whole)):  # gzip's own header holds nothing of ours
        data = bytearray(whole)
        data[place] ^= 0x10
        (tmp_path / "part").write_bytes(data)
        assert refusal(tmp_path / "part")


def lines_of(path: Path) -> list[bytes]:
    return gzip.decompress(path.read_bytes()).splitlines(keepends=True)


@pytest.mark.parametrize("change", ["a row less", "a row changed", "a row more", "two ends", "no end"])
def test_a_file_that_was_packed_again_is_refused_by_its_digest(tmp_path: Path, change: str) -> None:
    lines = lines_of(written(tmp_path / "file"))
    changed = {
        "a row less": lines[:2] + lines[3:],
        "a row changed": [line.replace(b"zweite", b"dritte") for line in lines],
        "a row more": [*lines[:3], lines[2], *lines[3:]],
        "two ends": [*lines, lines[-1]],
        "no end": lines[:-1],
    }[change]
    (tmp_path / "part").write_bytes(gzip.compress(b"".join(changed)))
    assert refusal(tmp_path / "part") == ("truncated" if change == "no end" else "damaged")


FOREIGN = [b"", b"[1]\n", b"hello\n", b'{"format": "wortlaut"}\n', b"a" * (2 << 20)]


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0", *map(gzip.compress, FOREIGN)])
def test_what_is_no_backup_is_foreign(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    assert refusal(tmp_path / "file") == "foreign"


def test_a_later_version_of_the_format_is_newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(format, "VERSION", 2)
    path = written(tmp_path / "file")
    monkeypatch.undo()
    assert refusal(path) == "newer"


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    def peak(number: int) -> int:
        def rows() -> Iterator[list[Any]]:
            for n in range(number):
                yield [n, f"{n:04}" * 100, None, True]

        path = tmp_path / str(number)
        tracemalloc.start()
        with path.open("wb") as file:
            file.writelines(
                format.write(HEADER, [Table("newsreader.article", ["id", "a", "b", "c"], rows())])
            )
        format.check(path)
        for again in format.tables(path):
            for _row in again.rows:
                pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(10_000) < 1.1 * peak(1_000)

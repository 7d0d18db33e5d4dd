"""The file of weights: what is written is read again, what is damaged says so."""

import json
from pathlib import Path

import numpy as np
import pytest

from annotations.quotes import load_weights, version_of
from annotations.quotes.weights import NAME, Field, UnreadableWeights, Weights, load, save

pytestmark = pytest.mark.once

LABELS = {"first": ("B-D", "I-D", "O"), "second": ("B-D", "FR", "I-D", "O"), "mentions": ("B-S", "I-S", "O")}


def field(name: str, features: dict[str, float]) -> Field:
    labels = LABELS[name]
    steps = np.arange(len(labels) ** 2, dtype=np.float32).reshape(len(labels), len(labels)) - 4
    rows = {key: np.arange(len(labels), dtype=np.float32) + value for key, value in features.items()}
    return Field(labels, rows, steps)


FIELDS = {
    "first": field("first", {"w0=für": 1, "w0=🌫": 2}),
    "second": field("second", {"w0=für": 3, "2q=1": 4}),
    "mentions": field("mentions", {"2q=1": 5, "w0=turm": 6}),
}
RANKS, SURE = {"u=same": 1.5, "k=„": -0.25}, {"bias": 0.5}


def written(folder: Path) -> Path:
    return save(folder, FIELDS, RANKS, SURE, ["2q=1"])


def read(folder: Path) -> Weights:
    found = load(folder)
    assert found is not None
    return found


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    assert written(tmp_path / "new" / "folder") == tmp_path / "new" / "folder" / NAME
    found = read(tmp_path / "new" / "folder")
    assert (found.ranks, found.sure) == (RANKS, SURE)
    for name, chain in (("first", found.first), ("second", found.second), ("mentions", found.mentions)):
        assert chain.labels == LABELS[name]
        np.testing.assert_array_equal(chain.steps, FIELDS[name].steps)
    assert load_weights(tmp_path / "new" / "folder") is found


def test_the_fields_stand_side_by_side(tmp_path: Path) -> None:
    written(tmp_path)
    found = read(tmp_path)
    assert sorted(found.table.index) == ["w0=für", "w0=turm", "w0=🌫"]
    assert sorted(found.stacked.index) == ["2q=1"]
    expected = np.array([[1, 2, 3, 3, 4, 5, 6, 0, 0, 0], [0] * 10], dtype=np.float32).sum(axis=0)
    np.testing.assert_array_equal(found.table.of([["w0=für", "unheard of"]])[0], expected)
    np.testing.assert_array_equal(found.stacked.of([["2q=1"]])[0], [4, 5, 6, 7, 5, 6, 7])
    np.testing.assert_array_equal(found.table.of([[]])[0], [0] * 10)


def test_none_where_there_are_none(tmp_path: Path) -> None:
    assert load(tmp_path) is None
    assert load_weights(tmp_path / "nowhere") is None


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    written(tmp_path)
    written(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_no_ranks_and_no_stacked_features(tmp_path: Path) -> None:
    save(tmp_path, FIELDS, {}, {}, [])
    found = read(tmp_path)
    assert (found.ranks, found.sure, found.stacked.index) == ({}, {}, {})


@pytest.mark.parametrize("size", [0, 1, 100, 1000, -1])
def test_a_damaged_file_says_so(tmp_path: Path, size: int) -> None:
    path = written(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:size])
    with pytest.raises(UnreadableWeights):
        load(tmp_path)


@pytest.mark.parametrize("content", [b"no such thing", b"\x00" * 500, b"PK\x03\x04 but no more", b"[1]"])
def test_another_file_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(UnreadableWeights):
        load(tmp_path)


def test_other_weights_are_another_version(tmp_path: Path) -> None:
    first = read(written(tmp_path / "a").parent)
    other = save(tmp_path / "b", FIELDS, RANKS, {"bias": 0.6}, ["2q=1"])
    versions = {version_of(found) for found in (None, first, read(other.parent))}
    assert len(versions) == 3 and all(len(version) <= 40 for version in versions)
    assert version_of(read(written(tmp_path / "c").parent)) == version_of(first)


def test_a_flipped_byte_says_so_or_changes_nothing(tmp_path: Path) -> None:
    whole = written(tmp_path / "whole").read_bytes()
    for at in range(0, len(whole), 7):
        folder = tmp_path / str(at)
        folder.mkdir()
        (folder / NAME).write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            found = load(folder)
        except UnreadableWeights:
            continue
        assert found is not None and (found.ranks, found.sure) == (RANKS, SURE)


@pytest.mark.parametrize("about", [{"format": 99}, {}, [], {"format": 1}, {"format": 2, "labels": {}}])
def test_another_format_says_so(tmp_path: Path, about: object) -> None:
    path = written(tmp_path)
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    with pytest.raises(UnreadableWeights):
        load(tmp_path)

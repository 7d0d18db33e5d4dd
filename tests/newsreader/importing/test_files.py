import os
import stat
import unicodedata
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from newsreader.importing import archive, files
from newsreader.importing.files import walk
from newsreader.importing.found import IGNORED, REASONS, SIZE_LIMIT, FileError, Found

pytestmark = pytest.mark.once

TEXT = "Die Brücke bleibt zu 🚧.".encode()


def outcome(file: Found) -> str:
    """What came of a file: its code, or "read"."""
    if file.ignored:
        return file.ignored
    try:
        file.read()
    except FileError as error:
        return error.code
    return "read"


def outcomes(*paths: Path) -> dict[str, str]:
    return {file.filename: outcome(file) for file in walk(map(str, paths))}


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    return path


def set_sizes(path: Path, claimed: int) -> None:
    """Let the only member of a zip claim another unpacked size, in both of its headers."""
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(signature) + offset
        data[place : place + 4] = claimed.to_bytes(4, "little")
    path.write_bytes(data)


def test_a_folder_is_read_in_name_order_with_paths_below_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "z/1.txt", "c/2.txt", "c/d/3.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(TEXT)
    met = list(walk([str(tmp_path)]))
    assert [file.filename for file in met] == ["a.TXT", "b.txt", "c/2.txt", "c/d/3.txt", "z/1.txt"]
    assert met[2].path == str(tmp_path / "c/2.txt")
    assert {file.read() for file in met} == {TEXT}


def test_a_named_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "artikel.md").write_bytes(TEXT)
    assert outcomes(tmp_path / "artikel.md") == {"artikel.md": "read"}


def test_what_is_no_article_in_a_folder_is_ignored_and_named(tmp_path: Path) -> None:
    make_zip(tmp_path / "mehr.zip", {"a.txt": TEXT})
    for name in ("bild.jpg", ".DS_Store", ".git/x.txt", "__MACOSX/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(TEXT)
    assert outcomes(tmp_path) == {
        ".DS_Store": "hidden",
        ".git": "hidden",
        "__MACOSX": "hidden",
        "bild.jpg": "extension",
        "mehr.zip": "zip_in_folder",
    }


def test_a_link_back_up_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/back").symlink_to(tmp_path)
    (tmp_path / "in/self").symlink_to("self")
    (tmp_path / "in/text.txt").write_bytes(TEXT)
    assert outcomes(tmp_path) == {"in/back": "loop", "in/self": "extension", "in/text.txt": "read"}


def test_a_linked_folder_and_file_are_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.txt").write_bytes(TEXT)
    (tmp_path / "study").mkdir()
    (tmp_path / "study/press").symlink_to(tmp_path / "real")
    (tmp_path / "study/b.txt").symlink_to(tmp_path / "real/a.txt")
    assert outcomes(tmp_path / "study") == {"b.txt": "read", "press/a.txt": "read"}


def test_what_cannot_be_read_has_its_reason(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "broken.txt").symlink_to("nowhere")
    (tmp_path / "long.txt").write_bytes(b"a" * (SIZE_LIMIT + 1))
    assert outcomes(tmp_path, tmp_path / "gone.txt") == {
        "broken.txt": "missing",
        "gone.txt": "missing",
        "long.txt": "too_long",
        "pipe.txt": "special",
    }


def test_a_file_without_permission_is_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, mode: str) -> None:  # the suite may run as root, whom no permission stops
        raise PermissionError

    (tmp_path / "a.txt").write_bytes(TEXT)
    monkeypatch.setattr(files, "open", refuse, raising=False)
    assert outcomes(tmp_path) == {"a.txt": "unreadable"}


def test_a_folder_without_permission_is_one_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "a.txt").write_bytes(TEXT)
    scandir = os.scandir

    def guarded(path: str) -> object:
        if path.endswith("locked"):
            raise PermissionError
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert outcomes(tmp_path) == {"a.txt": "read", "locked": "unreadable_folder"}


def test_names_are_composed_and_can_always_be_stored(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "Brücke.txt")).write_bytes(TEXT)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/gr\xfcn.txt")).write_bytes(TEXT)
    (tmp_path / "zwei\nZeilen.txt").write_bytes(TEXT)
    names = set(outcomes(tmp_path))
    assert names == {"Brücke.txt", "gr\ufffdn.txt", "zwei\ufffdZeilen.txt"}


def test_a_path_longer_than_the_column_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "deep.zip", {"x" * 1200 + ".txt": TEXT})
    assert list(outcomes(path).values()) == ["name_too_long"]


def test_a_zip_gives_its_texts_in_name_order(tmp_path: Path) -> None:
    members = {"b.txt": TEXT, "ordner/ä.txt": TEXT, "a.txt": b"", "bild.png": b"", "__MACOSX/a.txt": b""}
    path = make_zip(tmp_path / "presse.ZIP", members)
    assert outcomes(path) == {
        "__MACOSX/a.txt": "hidden",
        "a.txt": "read",
        "b.txt": "read",
        "bild.png": "extension",
        "ordner/ä.txt": "read",
    }
    assert next(walk([str(path)])).path.startswith(str(path))


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "C:\\evil.txt", "..\\evil.txt", "\\evil.txt"]
)
def test_a_path_that_leaves_the_zip_is_refused(tmp_path: Path, name: str) -> None:
    path = make_zip(tmp_path / "evil.zip", {name: TEXT, "good.txt": TEXT})
    assert sorted(outcomes(path).values()) == ["outside", "read"]


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    info = ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(tmp_path / "link.zip", "w") as zipped:
        zipped.writestr(info, "/etc/hostname")
    assert outcomes(tmp_path / "link.zip") == {"link.txt": "link"}


def test_a_zip_in_a_zip_is_refused(tmp_path: Path) -> None:
    inner = make_zip(tmp_path / "inner.zip", {"a.txt": TEXT}).read_bytes()
    assert outcomes(make_zip(tmp_path / "outer.zip", {"inner.zip": inner})) == {"inner.zip": "nested_zip"}


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "secret.zip", {"a.txt": TEXT})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert outcomes(path) == {"a.txt": "encrypted"}


def test_a_method_that_unpacks_without_limit_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "b.zip", "w", ZIP_BZIP2) as zipped:
        zipped.writestr("a.txt", TEXT * 100)
    assert outcomes(tmp_path / "b.zip") == {"a.txt": "compression"}


def test_a_bomb_is_refused_and_its_neighbour_goes_in(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "bomb.zip", {"zero.txt": b"0" * 5_000_000, "good.txt": TEXT})
    assert outcomes(path) == {"good.txt": "read", "zero.txt": "bomb"}


def test_many_small_bombs_are_one_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "ZIP_FROM", 5_000_000)
    path = make_zip(tmp_path / "many.zip", {f"{n}.txt": b"0" * 900_000 for n in range(10)})
    assert outcomes(path) == {"many.zip": "bomb"}


def test_a_size_that_lies_is_no_way_in(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "liar.zip", {"a.txt": b"0" * 5_000_000})
    set_sizes(path, 100)
    assert outcomes(path) == {"a.txt": "broken_member"}


@pytest.mark.parametrize("cut", [10, 60, 4000])
def test_a_broken_zip_is_a_reason(tmp_path: Path, cut: int) -> None:
    path = make_zip(tmp_path / "cut.zip", {"a.txt": os.urandom(5000)})
    path.write_bytes(path.read_bytes()[:cut])
    assert outcomes(path) == {"cut.zip": "broken_zip"}


def test_a_broken_member_does_not_spoil_the_others(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "half.zip", {"a.txt": os.urandom(500), "b.txt": TEXT})
    data = bytearray(path.read_bytes())
    data[100] ^= 0xFF
    path.write_bytes(data)
    assert outcomes(path) == {"a.txt": "broken_member", "b.txt": "read"}


def test_an_old_zip_with_utf8_names_without_a_flag(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "mac.zip", {"xxxx.txt": TEXT})
    path.write_bytes(path.read_bytes().replace(b"xxxx", "Göl".encode()))
    assert outcomes(path) == {"Göl.txt": "read"}


def test_every_reason_is_a_sentence() -> None:
    assert all(reason.endswith(".") for reason in (*REASONS.values(), *IGNORED.values()))

"""Five files to import."""

from pathlib import Path

import pytest

from tests.newsreader.importing.storing import TEXT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a", "b", "c", "d", "e"):
        (tmp_path / f"{name}.txt").write_text(f"{TEXT} Fassung {name}.", encoding="utf-8")
    return tmp_path

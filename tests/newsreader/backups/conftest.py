"""Every test here has a WORTLAUT_HOME of its own: what is put away must not meet what others put away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "home"
    path.mkdir()
    monkeypatch.setattr(settings, "HOME", path)
    return path


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """What commands speak here; a request of another test may have left its language behind."""
    with translation.override("de"):
        yield

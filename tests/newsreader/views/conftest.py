"""Who asks, and where the files of an upload wait."""

from pathlib import Path
from typing import Any

import pytest

from newsreader.models import Membership
from tests.factories import make_member


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")

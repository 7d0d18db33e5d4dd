"""docker-compose.yml and the Dockerfile, read as Docker reads what we use of them; what the image holds."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return found


def dockerfile() -> str:
    """With continued lines joined, without comments."""
    lines = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if not line.startswith("#")]
    return "\n".join(lines).replace("\\\n", " ")


def instruction(name: str) -> list[str]:
    """The words of an instruction's exec form, the last one of its name."""
    words: list[str] = json.loads(
        re.findall(rf"^\s*{name}\s+(?:--\S+\s+)*(?:CMD\s+)?(\[.*\])$", dockerfile(), re.M)[-1]
    )
    return words


def variables(value: str) -> str:
    """A value of the compose file as it is when .env holds nothing but a password."""
    value = re.sub(r"\$\{POSTGRES_PASSWORD:\?[^}]*\}", "geheim", value)
    while "${" in value:  # from the inside, for they may be nested
        value, found = re.subn(r"\$\{\w+:-([^${}]*)\}", r"\1", value)
        assert found, f"what is {value}?"
    return value


def allowed() -> list[str]:
    """What .dockerignore lets into the image: it leaves out all but that."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in lines
    return [line[1:] for line in lines if line.startswith("!")]


def build(folder: Path) -> None:
    """The image's files, where the Dockerfile puts them."""
    for name in allowed():
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)

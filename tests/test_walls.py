"""The walls of the house: who may import whom. Read from the sources, whatever has been imported by now."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent

# Strings in, values out: they are tested without a database and could live in a package of their own.
PURE = [
    "annotations/anchoring.py",
    "annotations/carrying.py",
    "annotations/detecting.py",
    "annotations/mentions.py",
    "annotations/occurrences/phrase.py",
    "annotations/quotes/__init__.py",
    "annotations/quotes/detect.py",
    "annotations/quotes/learned.py",
    "annotations/quotes/training/train.py",
    "annotations/quotes/weights.py",
    "annotations/segments.py",
    "newsreader/corrections/detail.py",
    "newsreader/corrections/stretches.py",
    "newsreader/backups/format.py",
    "newsreader/dates.py",
    "newsreader/sentences.py",
    "newsreader/textmap.py",
    "newsreader/translatable.py",
    "newsreader/importing/decode.py",
    "newsreader/importing/metadata.py",
    "newsreader/importing/parse.py",
    "newsreader/importing/pool.py",
    "newsreader/importing/reading.py",
    "newsreader/importing/structure.py",
    "newsreader/search/entries.py",
    "newsreader/search/language.py",
    "newsreader/search/query.py",
    "newsreader/search/snippets.py",
    "newsreader/search/vectors.py",
]


def imported(file: Path) -> Iterator[str]:
    """The full name of every module that the file imports, anywhere in it, and of what it takes from each."""
    package = file.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *filter(None, [node.module])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def own_file(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    for file in (path.with_suffix(".py"), path / "__init__.py"):
        if file.is_file():
            return file
    return None


def reached(file: Path) -> dict[Path, set[str]]:
    """The file and every file of ours that it needs, each with what it imports. A package's __init__ is
    counted only where it is what was asked for."""
    found: dict[Path, set[str]] = {}
    waiting = [file]
    while waiting:
        if (current := waiting.pop()) in found:
            continue
        found[current] = set(imported(current))
        files = {own_file(name) for name in found[current]}
        waiting += [each for each in files if each and each.name != "__init__.py"]
    return found


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def wing(name: str) -> str:
    return name.partition(".")[0]


def test_newsreader_knows_nothing_of_annotations() -> None:
    files = sources("newsreader")
    assert len(files) > 30
    assert [str(file) for file in files if "annotations" in map(wing, imported(file))] == []


def test_neither_wing_knows_its_tests() -> None:
    for package in ("newsreader", "annotations"):
        assert [str(f) for f in sources(package) if {"tests", "pytest"} & set(map(wing, imported(f)))] == []


def test_settings_and_addresses_name_the_other_wing_as_strings() -> None:
    for file in ("newsreader/settings.py", "newsreader/urls.py"):
        strings = {
            node.value
            for node in ast.walk(ast.parse((ROOT / file).read_text()))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert {"annotations", "annotations.urls"} & strings


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_needs_no_django(name: str) -> None:
    for file, names in reached(ROOT / name).items():
        assert "django" not in map(wing, names), f"{name} needs {file}"


def test_the_search_for_imports_finds_them() -> None:
    """The other tests would pass if nothing were found."""
    assert "newsreader.models" in set(imported(ROOT / "annotations/models/tag.py"))
    assert "newsreader.models.Article" in set(imported(ROOT / "newsreader/states.py"))
    assert "django" in map(wing, imported(ROOT / "annotations/views/tag.py"))
    assert ROOT / "newsreader/importing/blocks.py" in reached(ROOT / "newsreader/importing/structure.py")

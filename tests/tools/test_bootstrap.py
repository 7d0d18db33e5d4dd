"""The set-up speaks in sentences, and installs only when the pins have changed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tools import bootstrap

pytestmark = pytest.mark.once


def test_an_old_python_gets_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert bootstrap.main("base") == 1
    captured = capsys.readouterr()
    assert captured.err == "Wortlaut needs Python 3.11 or newer, not 3.9: name one with PYTHON=...\n"
    assert captured.out == ""


def test_the_set_up_parses_on_pythons_that_are_too_old() -> None:
    ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 5))


def test_requirements_are_installed_when_their_pins_change(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "requirements").mkdir()
    for name in ("base.txt", "dev.txt"):
        (tmp_path / "requirements" / name).write_text("django==5.2.1")
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path))
    monkeypatch.setattr(bootstrap, "works", lambda: True)
    installs: list[list[str]] = []

    def install(command: list[str]) -> int:
        installs.append(command)
        return 0

    monkeypatch.setattr(subprocess, "call", install)

    assert [bootstrap.main(level) for level in ("base", "base", "dev", "dev", "base")] == [0] * 5
    assert [Path(command[-1]).name for command in installs] == ["base.txt", "dev.txt"]
    assert all("--require-hashes" in command for command in installs)

    (tmp_path / "requirements" / "base.txt").write_text("django==5.2.2")
    assert bootstrap.main("dev") == 0
    assert Path(installs[-1][-1]).name == "dev.txt" and len(installs) == 3


def test_a_failed_installation_is_tried_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path))
    monkeypatch.setattr(bootstrap, "works", lambda: True)
    monkeypatch.setattr(subprocess, "call", lambda command: 1)
    assert bootstrap.main("base") == 1
    assert not bootstrap.installed("base")

"""What is taken off a start's seconds: the waiting of many at once only once."""

from pathlib import Path

import psutil
import pytest

from tests.faults import quiet


class Process:
    """One that runs, with nothing below it."""

    pid = 7

    def children(self, recursive: bool) -> list[psutil.Process]:
        return []


@pytest.fixture
def threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(quiet, "PROCESSES", tmp_path)
    return tmp_path / "7" / "task"


def waited(threads: Path, *seconds: float) -> None:
    for number, each in enumerate(seconds):
        (threads / str(number)).mkdir(parents=True)
        (threads / str(number) / "schedstat").write_text(f"100 {int(each * 1e9)} 3\n")


def without_line(seconds: float) -> float:
    return quiet.without_line(seconds, Process())


def test_threads_wait_at_the_same_time(threads: Path) -> None:
    waited(threads, 0.5, *[0.4] * 8)
    assert without_line(1.8) == pytest.approx(1.3)


def test_no_start_takes_less_than_nothing(threads: Path) -> None:
    waited(threads, 2.0)
    assert without_line(1.5) == 0


def test_where_it_is_not_counted_the_load_tells(threads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quiet, "processes_per_processor", lambda: 2.0)
    assert without_line(3.0) == 1.5

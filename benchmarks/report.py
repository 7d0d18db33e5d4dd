"""The figures as a table in Markdown, with the machine that they were taken on."""

import os
import platform
import re
import sqlite3
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from .figure import Figure

PAPER = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- make bench --write -->", "<!-- end -->"
PACKAGES = ("Django", "gunicorn", "psycopg")

Column = Mapping[str, Figure]


def table(columns: Mapping[str, Sequence[Figure]]) -> str:
    """A row for each figure, a column for each database and corpus; a target that is missed is said."""
    by_name = {title: {figure.name: figure for figure in figures} for title, figures in columns.items()}
    names = dict.fromkeys(figure.name for figures in columns.values() for figure in figures)
    lines = ["| | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    lines += [
        f"| {name} | " + " | ".join(_cell(c.get(name)) for c in by_name.values()) + " |" for name in names
    ]
    return "\n".join(lines)


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    quickest = f" ({_number(figure.quickest)})" if figure.quickest else ""
    value = f"{_number(figure.value)}{quickest} {figure.unit}"
    if figure.target is None or figure.reached is None:
        return value
    return f"{value}; {_number(figure.target)} {'reached' if figure.reached else '**missed**'}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"


def notes(columns: Mapping[str, Sequence[Figure]]) -> str:
    return "\n".join(
        f"- {t}: {f.name}: {f.note}" for t, figures in columns.items() for f in figures if f.note
    )


def machine() -> str:
    """Where and with what the figures were taken, in one sentence."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    load = os.getloadavg()[0]
    return (
        f"{date.today().isoformat()}, {os.cpu_count()} cores of {_processor()}, {platform.system()}"
        f" {platform.release()}, Python {platform.python_version()}, {packages}, SQLite"
        f" {sqlite3.sqlite_version}; load at the end {load:.1f}."
    )


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.machine()


def write(text: str) -> None:
    """Puts the text between the two marks of docs/performance.md."""
    before, _, rest = PAPER.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    PAPER.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")


def whole(columns: Mapping[str, Sequence[Figure]]) -> str:
    return f"{machine()}\n\n{table(columns)}"


def say(lines: Iterable[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")

"""`python -m benchmarks [NAME…] [--database DATABASE] [--corpus CORPUS] [--write]`; `--help` has the names.

The corpus "large" is measured by itself, in its own benchmark.
Each database and corpus is measured in a process and an installation of its own, in a temporary folder.
The PostgreSQL is the one that TEST_DATABASE_URL names, else that of the tests, here with fsync.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.postgres import server

from . import MODULES, OF_LARGE, report
from .figure import Figure

CORPORA = {"news": "", "many-words": ", 100,000 word forms", "large": ", 100,000 annotations"}
TITLES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="How quick Wortlaut is.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MODULES)}; all by default")
    parser.add_argument("--database", choices=[*TITLES, "both"], default="both")
    parser.add_argument("--corpus", choices=[*CORPORA, "both"], default="both")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    given = parser.parse_args()
    known = OF_LARGE if given.corpus == "large" else MODULES
    if unknown := set(given.names) - set(known):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    columns = {}
    for database in TITLES if given.database == "both" else [given.database]:
        for corpus in ("news", "many-words") if given.corpus == "both" else [given.corpus]:
            title = TITLES[database] + CORPORA[corpus]
            columns[title] = measured(database, corpus, given.names or list(known))
    text = report.whole(columns)
    report.say([text, "", report.notes(columns)])
    if given.write:
        report.write(text)


def measured(database: str, corpus: str, names: list[str]) -> list[Figure]:
    """What the modules find in one installation; a failure of one ends the run."""
    with tempfile.TemporaryDirectory(prefix="wortlaut-bench-") as folder, address(database) as url:
        command = [sys.executable, "-m", "benchmarks.run", database, corpus, *names]
        done = subprocess.run(
            command, env=environment(Path(folder), url), stdout=subprocess.PIPE, text=True, check=True
        )
    return [Figure(**json.loads(line)) for line in done.stdout.splitlines() if line.startswith("{")]


def environment(home: Path, url: str) -> dict[str, str]:
    """What a process needs to be in the installation: nothing of the shell's own settings."""
    ours = ("WORTLAUT_", "DATABASE_URL", "TEST_DATABASE_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    kept |= {"WORTLAUT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "benchmarks.settings", "LC_ALL": "C.UTF-8"}
    return kept | ({"DATABASE_URL": url} if url else {})


@contextmanager
def address(database: str) -> Iterator[str]:
    """The URL of an empty database that goes with the block; "" for SQLite, which lives in the folder."""
    if database == "sqlite":
        yield ""
    elif url := os.environ.get("TEST_DATABASE_URL"):
        with emptied(url) as made:
            yield made
    else:
        with server(durable=True) as url:
            yield url


@contextmanager
def emptied(url: str) -> Iterator[str]:
    """A new database on the server of the URL."""
    name = f"wortlaut_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    main()

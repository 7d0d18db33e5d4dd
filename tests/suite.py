"""`python -m tests.suite`: the suite on SQLite and on PostgreSQL side by side, then the browser journeys.

Each keeps one core busy, so that both together take little longer than one. The journeys measure how a page
feels and have the machine to themselves. All three run, and any failure fails.
"""

import os
import subprocess
import sys
import tempfile

PYTEST = [sys.executable, "-m", "pytest", "-q"]
WITHOUT_BROWSER = [*PYTEST, "--ignore=tests/browser"]
SQLITE = {**os.environ, "TEST_DATABASE_URL": ""}


def main() -> int:
    with tempfile.TemporaryFile() as said:
        postgres = subprocess.Popen(
            [sys.executable, "-m", "tests.postgres", *WITHOUT_BROWSER, "-m", "not once"],
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        failed = [run("SQLite", WITHOUT_BROWSER), postgres.wait()]
        said.seek(0)
        print("== PostgreSQL", said.read().decode(errors="replace"), sep="\n", flush=True)
    failed.append(run("Browser", [*PYTEST, "tests/browser"]))
    return int(any(failed))


def run(title: str, command: list[str]) -> int:
    print("==", title, flush=True)
    return subprocess.run(command, env=SQLITE).returncode


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.suite`: the suite on SQLite and on PostgreSQL, the browser journeys, and the walk
through every page.

Each keeps one core busy, so that two at a time take little longer than one. What one of them says is shown
when it has ended. All of them run, and any failure fails.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

PYTEST = [sys.executable, "-m", "pytest", "-q"]
WITHOUT_BROWSER = [*PYTEST, "--ignore=tests/browser"]
EVERY_PAGE = "tests/browser/test_pages.py"
# The longest first, so that at the end nothing waits for one of them alone.
PARTS = {
    "PostgreSQL": [sys.executable, "-m", "tests.postgres", *WITHOUT_BROWSER, "-m", "not once"],
    "SQLite": WITHOUT_BROWSER,
    "Browser, journeys": [*PYTEST, "tests/browser", f"--ignore={EVERY_PAGE}"],
    "Browser, every page": [*PYTEST, EVERY_PAGE],
}
AT_ONCE = 2


def main() -> int:
    failed = False
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for part in as_completed(pool.submit(run, title) for title in PARTS):
            title, ended = part.result()
            failed |= ended.returncode != 0
            print("==", title, flush=True)
            print(ended.stdout.decode(errors="replace"), flush=True)
    return int(failed)


def run(title: str) -> tuple[str, subprocess.CompletedProcess[bytes]]:
    print(title, "…", flush=True)
    # A server that the developer's shell names is for PostgreSQL only.
    named = {} if title == "PostgreSQL" else {"TEST_DATABASE_URL": ""}
    ended = subprocess.run(
        PARTS[title], env={**os.environ, **named}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return title, ended


if __name__ == "__main__":
    sys.exit(main())

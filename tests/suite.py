"""`python -m tests.suite`: the suite on SQLite and on PostgreSQL, the browser journeys, and the walk
through every page.

None of the parts keeps a core busy all the time: they wait for the database, for the browser, for what they
have started. So one more of them runs at a time than most machines have cores for. What one of them says is
shown when it has ended. All of them run, and any failure fails.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

PYTEST = [sys.executable, "-m", "pytest", "-q"]
ON_POSTGRES = [sys.executable, "-m", "tests.postgres", *PYTEST, "-m", "not once"]
EVERY_PAGE = "tests/browser/test_pages.py"
ANNOTATIONS = "tests/annotations"
NEWSREADER = "tests/newsreader"
WITHOUT_BROWSER = "--ignore=tests/browser"
REST = [WITHOUT_BROWSER, f"--ignore={ANNOTATIONS}"]
# The longest first, so that at the end nothing waits for one of them alone.
PARTS = {
    "Browser, every page": [*PYTEST, EVERY_PAGE],
    "PostgreSQL, annotations": [*ON_POSTGRES, ANNOTATIONS],
    "SQLite, annotations": [*PYTEST, ANNOTATIONS],
    "Browser, journeys": [*PYTEST, "tests/browser", f"--ignore={EVERY_PAGE}"],
    "PostgreSQL, the rest": [*ON_POSTGRES, *REST],
    "SQLite, newsreader": [*PYTEST, NEWSREADER],
    "SQLite, the rest": [*PYTEST, *REST, f"--ignore={NEWSREADER}"],
}
AT_ONCE = 3


def main() -> int:
    failed = False
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for part in as_completed(pool.submit(run, title) for title in PARTS):
            title, ended, seconds = part.result()
            failed |= ended.returncode != 0
            print(f"== {title}, {seconds:.0f} s", flush=True)
            print(ended.stdout.decode(errors="replace"), flush=True)
    return int(failed)


def run(title: str) -> tuple[str, subprocess.CompletedProcess[bytes], float]:
    print(title, "…", flush=True)
    begin = time.monotonic()
    # A server that the developer's shell names is for PostgreSQL only, and for one part: its tests' database
    # has one name.
    named = {} if title == "PostgreSQL, the rest" else {"TEST_DATABASE_URL": ""}
    ended = subprocess.run(
        PARTS[title], env={**os.environ, **named}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return title, ended, time.monotonic() - begin


if __name__ == "__main__":
    sys.exit(main())

"""Finds or installs the browser of the journeys: `python -m tools.chromium` prints its path.

One on the machine, else Debian's package where apt-get may be used, else Playwright's download.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "No Chromium here, and neither apt-get nor Playwright could get one."


def find() -> str | None:
    """The path of a Chromium: the machine's own, or one that Playwright has downloaded before."""
    return next(filter(None, map(shutil.which, NAMES)), None) or downloaded()


def downloaded() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def install() -> None:
    """Tries the ways in turn and leaves the judgement to find()."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        package = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        for command in (["apt-get", "update", "-qq"], package):
            subprocess.call(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    if find() is None:
        subprocess.call([sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr)


def obtain() -> str | None:
    """The path of a Chromium, installed now if need be; None when there is no way to get one."""
    if find() is None:
        install()
    return find()


def main() -> int:
    path = obtain()
    if path is None:
        print(MISSING, file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Makes .venv and installs the pinned requirements: `python3 tools/bootstrap.py base|dev`.

Standard library only. Everything here parses on interpreters that are far too old, so that they can be told.
"""

import hashlib
import os
import subprocess
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
# Development contains the run-time requirements, so its digest covers both files.
FILES = {"base": ["base.txt"], "dev": ["base.txt", "dev.txt"]}


def main(level: str) -> int:
    """Returns the exit code; a problem is one sentence on standard error."""
    if sys.version_info < OLDEST:
        found = "%d.%d" % tuple(sys.version_info[:2])
        return fail("Wortlaut needs Python 3.11 or newer, not %s: name one with PYTHON=..." % found)
    if not works():
        print("Making .venv ...")
        if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]) != 0:
            return fail("Python could not make .venv: on Debian and Ubuntu install the package python3-venv.")
    if not installed(level):
        print("Installing the pinned requirements (%s) ..." % level)
        if install(level) != 0:
            return fail("The requirements could not be installed: what pip says stands above.")
    return 0


def fail(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


def works() -> bool:
    """Is there an environment whose interpreter still runs, is new enough and has pip?"""
    probe = "import pip, sys; sys.exit(sys.version_info < {!r})".format(OLDEST)
    return (
        os.path.exists(VENV_PYTHON)
        and subprocess.call([VENV_PYTHON, "-c", probe], stderr=subprocess.DEVNULL) == 0
    )


def digest(level: str) -> str:
    """SHA-256 over the pins, as hexadecimal digits."""
    sha = hashlib.sha256()
    for name in FILES[level]:
        with open(requirements(name), "rb") as pins:
            sha.update(pins.read())
    return sha.hexdigest()


def requirements(name: str) -> str:
    return os.path.join(ROOT, "requirements", name)


def stamp(level: str) -> str:
    return os.path.join(VENV, level + ".sha256")


def installed(level: str) -> bool:
    # An environment made for development has the run-time requirements too.
    return any(recorded(other) == digest(other) for other in FILES if set(FILES[level]) <= set(FILES[other]))


def recorded(level: str) -> str:
    if not os.path.exists(stamp(level)):
        return ""
    with open(stamp(level)) as file:
        return file.read()


def install(level: str) -> int:
    pip = [VENV_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    # The files name every dependency, so pip has nothing left to resolve.
    pins = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", requirements(FILES[level][-1])]
    code = subprocess.call(pip + pins)
    if code == 0:
        with open(stamp(level), "w") as file:
            file.write(digest(level))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""Settings of the test suite: an installation of its own in a temporary folder, so that no test sees `var/`.

TEST_DATABASE_URL names a PostgreSQL server for the suite (`python -m tests.postgres` starts one and sets it);
without it the suite runs on SQLite, in a file, so that WAL and locks are real.
"""

import atexit
import os
import shutil
import tempfile

home = tempfile.mkdtemp(prefix="wortlaut-test-")
atexit.register(shutil.rmtree, home, ignore_errors=True)
# An installation that the developer's shell is set up for is not for tests.
for name in ("DATABASE_URL", "WORTLAUT_URL", "WORTLAUT_DEBUG"):
    os.environ.pop(name, None)
os.environ["WORTLAUT_HOME"] = home
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from newsreader.settings import *  # noqa: E402, F403 - after the environment that it reads; Django's own idiom

# Hashing a password well takes a tenth of a second, hundreds of times in a run.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The manifest exists only after collectstatic; test_serve.py starts the real thing.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# Whatever the machine speaks.
LANGUAGE_CODE = "de"

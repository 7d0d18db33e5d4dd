"""The real settings; only the addresses have one more, a view with nothing in it."""

from newsreader.settings import *  # noqa: F403 - Django's own idiom

ROOT_URLCONF = "benchmarks.urls"

"""The help page names every key that a script listens to."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from newsreader.context import TABS

pytestmark = [pytest.mark.once, pytest.mark.django_db]

# Tables of keys in the scripts: `keys = { j: …, Escape() … }`.
TABLE = re.compile(r"^(?:export )?const (?:keys|global) = \{$(.*?)^\};$", re.MULTILINE | re.DOTALL)
ENTRY = re.compile(r"""^  "?([^\s":(.]+)"?[:(]""", re.MULTILINE)
NAMES = {"Escape": "Esc"}


def keys() -> set[str]:
    scripts = [path.read_text() for path in (settings.BASE_DIR / "static" / "js").glob("*.js")]
    tables = [table for script in scripts for table in TABLE.findall(script)]
    found = {key for table in tables for key in ENTRY.findall(table)}
    return {NAMES.get(key, key) for key in found if not key.startswith("Arrow")}


def test_every_key_is_on_the_help_page() -> None:
    html = Client().get(reverse("help")).content.decode()
    named = set(re.findall(r"<kbd>(.*?)</kbd>", html))
    assert {"j", "h", "u", "Z", "Esc", "/"} <= keys()
    assert keys() <= named
    assert {key for _name, _label, key, _action in TABS} <= named

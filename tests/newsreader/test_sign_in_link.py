import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from newsreader.accounts import use_link
from newsreader.models import User
from newsreader.serving import remember_address

pytestmark = pytest.mark.django_db


def test_the_link_signs_its_user_in_once() -> None:
    User.objects.create_user("ärztin")
    out = StringIO()
    call_command("sign_in_link", "ärztin", stdout=out)
    match = re.fullmatch(r"http://127\.0\.0\.1:8000/sign-in/([\w-]+)/\n", out.getvalue())
    assert match is not None
    used = use_link(match[1])
    assert used is not None and used.username == "ärztin"
    assert use_link(match[1]) is None


def test_the_link_leads_to_where_wortlaut_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    User.objects.create_user("ärztin")
    remember_address("http://127.0.0.1:8151")
    out = StringIO()
    call_command("sign_in_link", "ärztin", stdout=out)
    assert out.getvalue().startswith("http://127.0.0.1:8151/sign-in/")


def test_an_unknown_user_is_named_in_a_sentence() -> None:
    with pytest.raises(CommandError, match="nobody"):
        call_command("sign_in_link", "nobody")

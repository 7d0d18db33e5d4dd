"""What WORTLAUT_URL turns on when it is https, and that nothing of it stands in the way without."""

import os
import runpy
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.factories import make_user

pytestmark = pytest.mark.django_db

URL = "https://wortlaut.example:8443"
FILE = django_settings.BASE_DIR / "newsreader" / "settings.py"
PASSWORD = "Ahle-Brücke 1907"
BY_TLS = {"X-Forwarded-Proto": "https", "Host": "wortlaut.example:8443"}


@pytest.fixture
def https(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings that the address alone changes."""
    without = runpy.run_path(str(FILE))
    monkeypatch.setenv("WORTLAUT_URL", URL)
    for name, value in runpy.run_path(str(FILE)).items():
        if name.isupper() and value != without[name]:
            setattr(settings, name, value)


@pytest.mark.usefixtures("https")
def test_http_is_sent_to_the_address_people_type() -> None:
    for host in ("wortlaut.example", "127.0.0.1:8000"):
        answer = Client().get("/help/?q=a", headers={"Host": host})
        assert (answer.status_code, answer.headers["Location"]) == (301, f"{URL}/help/?q=a")


@pytest.mark.usefixtures("https")
def test_a_health_check_from_inside_needs_no_tls() -> None:
    answer = Client().get("/healthz", headers={"Host": "127.0.0.1:8000"})
    assert answer.status_code not in (301, 400)


@pytest.mark.usefixtures("https")
def test_over_tls_the_browser_is_told_to_stay_there() -> None:
    answer = Client().get("/help/", headers=BY_TLS)
    assert (answer.status_code, answer.headers["Strict-Transport-Security"]) == (200, "max-age=31536000")


@pytest.mark.usefixtures("https")
def test_every_cookie_travels_by_tls_only() -> None:
    user = make_user("anna", password=PASSWORD)
    client = Client()
    client.get("/sign-in/", headers=BY_TLS)
    client.post("/sign-in/", {"username": user.username, "password": PASSWORD}, headers=BY_TLS)
    client.post("/preferences/", {"theme": "dark", "language": "en"}, headers=BY_TLS)
    assert {"__Host-sessionid", "csrftoken", "wortlaut", "django_language"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["secure"] and cookie["samesite"] == "Lax", name
        assert cookie["path"] == "/" and not cookie["domain"], name
        # The page reads the token again after signing in elsewhere; no other cookie is read by scripts.
        assert cookie["httponly"] or name == "csrftoken", name


@pytest.mark.usefixtures("https")
def test_another_host_and_a_form_of_another_site_are_refused() -> None:
    assert Client().get("/help/", headers={**BY_TLS, "Host": "elsewhere.example"}).status_code == 400
    client = Client(enforce_csrf_checks=True)
    client.get("/sign-in/", headers=BY_TLS)
    form = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value, "username": "", "password": ""}
    ours = client.post("/sign-in/", form, headers={**BY_TLS, "Origin": URL})
    others = client.post("/sign-in/", form, headers={**BY_TLS, "Origin": "https://elsewhere.example"})
    assert (ours.status_code, others.status_code) == (422, 403)


def test_without_it_plain_http_works_and_a_proxy_s_word_counts_for_nothing() -> None:
    client = Client()
    answer = client.get("/sign-in/", headers={"Host": "127.0.0.1:8000", "X-Forwarded-Proto": "https"})
    assert answer.status_code == 200
    assert not answer.wsgi_request.is_secure()
    assert not client.cookies["csrftoken"]["secure"]


def manage(*arguments: str, url: str) -> "subprocess.CompletedProcess[str]":
    """manage.py with an installation's own settings and this address."""
    # The journeys in a browser allow themselves what no installation may.
    ours = ("DATABASE_URL", "TEST_DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {"DJANGO_SETTINGS_MODULE": "newsreader.settings", "WORTLAUT_URL": url}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=django_settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.once
def test_django_s_own_check_for_deployment_finds_nothing() -> None:
    checked = manage("check", "--deploy", "--fail-level", "WARNING", url=URL)
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


@pytest.mark.once
@pytest.mark.parametrize("url", ["wortlaut.example", "https://", "ftp://wortlaut.example"])
def test_an_address_that_is_none_is_said_at_once(url: str) -> None:
    checked = manage("check", url=url)
    assert checked.returncode != 0
    assert "WORTLAUT_URL is an address such as https://wortlaut.example" in checked.stderr

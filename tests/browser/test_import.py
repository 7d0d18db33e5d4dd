"""A lead brings articles in: two files and a zip by way of the worker, a text that is pasted."""

import re
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Route, expect

from newsreader.background.pausing import Bell
from newsreader.background.worker import Worker
from newsreader.models import Membership
from tests.browser.conftest import NewPage, SignIn
from tests.factories import make_member

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

TEXT = "Nummer {} der Meldungen\n\nDie Brücke bleibt gesperrt 🚧, sagte Änne Groß am Montag.\n"


@pytest.fixture
def worker(settings: Any, tmp_path: Path) -> Iterator[None]:
    """The worker, in a thread: the live server runs in one too."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    bell = Bell()

    def work() -> None:
        Worker(bell).run()
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    bell._on_signal(15, None)
    thread.join(20)
    assert not thread.is_alive()


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


@pytest.mark.usefixtures("worker")
def test_files_and_a_zip_are_chosen_watched_and_read(
    lead: Membership, new_page: NewPage, sign_in: SignIn, tmp_path: Path
) -> None:
    paths = [tmp_path / "eins.txt", tmp_path / "zwei.txt", tmp_path / "drei.zip"]
    for path in paths[:2]:
        path.write_text(TEXT.format(path.stem), encoding="utf-8")
    with zipfile.ZipFile(paths[2], "w") as archive:
        archive.writestr("ordner/drei.txt", TEXT.format("drei"))
        archive.writestr("ordner/leer.txt", "")
    page = new_page()
    assert lead.user
    sign_in(page, lead.user)
    page.goto(f"/p/{lead.project.slug}/articles/")
    page.get_by_role("link", name="Import your first texts").click()
    page.locator("[name=uploads]").set_input_files(paths)
    expect(page.locator("[data-chosen]")).to_contain_text("3 files")
    page.get_by_role("button", name="Import files").click()
    expect(page.locator("#run")).to_contain_text("3 new articles", timeout=20_000)
    expect(page.locator("#run")).to_contain_text("The file is empty.")
    assert not page.locator("#run[hx-get]").count()
    page.get_by_role("link", name="drei.txt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nummer drei der Meldungen")


def test_what_is_chosen_before_the_script_has_come_is_told_too(
    lead: Membership, new_page: NewPage, sign_in: SignIn, tmp_path: Path
) -> None:
    path = tmp_path / "eins.txt"
    path.write_text(TEXT, encoding="utf-8")
    page = new_page()
    assert lead.user
    sign_in(page, lead.user)
    held: list[Route] = []
    page.route("**/static/js/drop.js", lambda route: held.append(route))
    page.goto(f"/p/{lead.project.slug}/import/", wait_until="commit")
    page.locator("[name=uploads]").set_input_files(path)
    expect(page.locator("[data-chosen]")).to_be_empty()
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("[data-chosen]")).to_contain_text("1 file")


def test_nobody_is_told_to_choose_files_before_they_have_begun(
    lead: Membership, new_page: NewPage, sign_in: SignIn
) -> None:
    page = new_page()
    assert lead.user
    sign_in(page, lead.user)
    page.add_init_script("addEventListener('invalid', () => { window.complained = true }, true)")
    page.goto(f"/p/{lead.project.slug}/import/")
    assert not page.evaluate("window.complained || document.activeElement !== document.body")


def test_a_text_is_pasted_and_read(lead: Membership, new_page: NewPage, sign_in: SignIn) -> None:
    page = new_page()
    assert lead.user
    sign_in(page, lead.user)
    page.goto(f"/p/{lead.project.slug}/import/")
    page.locator("[name=text]").fill(TEXT.format("eins"))
    page.get_by_role("button", name="Import text").click()
    expect(page).to_have_url(re.compile("/articles/[0-9a-f-]{36}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Nummer eins der Meldungen")
    expect(page.locator("#toasts")).to_contain_text("The article is in.")

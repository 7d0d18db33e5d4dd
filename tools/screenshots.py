"""Takes the pictures of docs/screenshots: `make screenshots`, or with an argument the folder to write to.

They show the sample project in German, served by an installation of its own that is thrown away afterwards.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, StorageState, ViewportSize, sync_playwright

from tools import chromium

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
LIMIT = 150_000  # bytes of one picture: the repository keeps every version of it
WIDE: ViewportSize = {"width": 1200, "height": 700}
PHONE: ViewportSize = {"width": 390, "height": 844}
ARTICLE = "Gutachter hält Sanierung"  # in the title of the article that the pictures open


@dataclass(frozen=True)
class Picture:
    name: str
    place: str
    """Below the project's address; empty for the article."""
    theme: Literal["light", "dark"] = "light"
    phone: bool = False


PICTURES = (
    Picture("article", ""),
    Picture("article-dark", "", "dark"),
    Picture("article-phone", "", phone=True),
    Picture("list", "articles/"),
    Picture("codebook", "codebook/"),
)


@contextmanager
def served() -> Iterator[str]:
    """A new installation with the sample; its sign-in link."""
    with tempfile.TemporaryDirectory() as home:
        ours = ("WORTLAUT_", "DATABASE_")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        process = subprocess.Popen(
            [sys.executable, "-u", "manage.py", "serve", "--port", "0"],
            cwd=ROOT,
            env={**kept, "WORTLAUT_HOME": home},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout
            link = next((line.strip() for line in process.stdout if "/sign-in/" in line), None)
            if link is None:
                raise RuntimeError("manage.py serve ended before it served")
            yield link
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


@contextmanager
def browsing() -> Iterator[Browser]:
    path = chromium.obtain()
    if path is None:
        raise RuntimeError(chromium.MISSING)
    # Grey edges of letters instead of coloured ones: smaller, and right on every screen.
    arguments = ["--disable-lcd-text"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


def sign_in(browser: Browser, link: str) -> tuple[StorageState, str, str]:
    """The session, the project's address and the article's."""
    page = browser.new_page(locale="de-DE")
    page.goto(link)
    page.locator("main button").click()
    page.wait_for_url(re.compile(r"/p/[^/]+/articles/$"))
    article = page.locator("[data-row] a", has_text=ARTICLE).first.evaluate("link => link.href")
    return page.context.storage_state(), page.url.removesuffix("articles/"), article


def take(page: Page, picture: Picture, address: str, path: Path) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    if path.stat().st_size > LIMIT:
        raise RuntimeError(f"{path} has {path.stat().st_size} bytes, more than {LIMIT}")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with served() as link, browsing() as browser:
        session, project, article = sign_in(browser, link)
        for picture in PICTURES:
            context = browser.new_context(
                locale="de-DE",
                viewport=PHONE if picture.phone else WIDE,
                color_scheme=picture.theme,
                storage_state=session,
            )
            address = project + picture.place if picture.place else article
            take(context.new_page(), picture, address, folder / f"{picture.name}.png")
            context.close()


if __name__ == "__main__":
    main()

"""Take the picture of the README anew, light and dark, from a demo that runs.

`python -m docs.pictures LINK`, where LINK is the one that `make demo` prints. Needs Chromium, and playwright from the
group `dev`.
"""

import shutil
import sys
from pathlib import Path
from typing import Final, Literal, TypeAlias
from urllib.parse import urlsplit

from playwright.sync_api import Browser, StorageState, ViewportSize, sync_playwright

FOLDER: Final = Path(__file__).parent / "images"
SIZE: Final = ViewportSize(width=1360, height=980)
Scheme: TypeAlias = Literal["light", "dark"]
SHOTS: Final[tuple[tuple[str, str, Scheme], ...]] = (
    ("today", "today", "light"),
    ("today-dark", "today", "dark"),
)
_QUIET: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def take(link: str) -> None:
    """Sign in by `link`, and write each picture."""
    place = urlsplit(link)
    home = f"{place.scheme}://{place.netloc}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_QUIET)
        signed_in = _sign_in(browser, link)
        for name, page, scheme in SHOTS:
            _shoot(browser, signed_in, f"{home}/{page}", name, scheme)
        browser.close()


def _sign_in(browser: Browser, link: str) -> StorageState:
    context = browser.new_context()
    context.new_page().goto(link)
    return context.storage_state()


def _shoot(browser: Browser, signed_in: StorageState, address: str, name: str, scheme: Scheme) -> None:
    context = browser.new_context(viewport=SIZE, color_scheme=scheme, storage_state=signed_in)
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")
    context.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("Give the link that make demo prints: python -m docs.pictures LINK")
    take(sys.argv[1])

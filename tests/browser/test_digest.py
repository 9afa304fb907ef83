"""The morning mail in a real browser: set up in Settings, looked at, and stopped by its own link, for every eye."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.test_walk import CHROMIUM, FLAGS, THEMES, WIDTHS, problems
from twoears.activities.record import record
from twoears.conversations.digest.actions import link
from twoears.conversations.digest.models import MorningMail
from twoears.conversations.digest.pages.reader import wish_of
from twoears.jobs import catch_up
from twoears.lib.mail import mail_server
from twoears.queries.actions import add
from twoears.team.actions import first_owner, one_time_link
from twoears.threads.actions import say_us

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
import specimen  # noqa: E402  beside the tests of the pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]


@pytest.fixture
def seen() -> list[str]:
    """What the browser complained about."""
    return []


@pytest.fixture
def page(live_server, monkeypatch, settings, seen) -> Iterator[Page]:
    settings.MAIL = mail_server("smtps://mail.acme.example", "Two Ears <ears@acme.example>")
    settings.PUBLIC_URL = live_server.url
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in this thread
    owner = first_owner()
    say_us(member=owner, handles=[specimen.US])
    add(member=owner, name="Below four degrees", text="calibration OR housing OR أربع", in_mail=True)
    record(list(specimen.activities(datetime.now(UTC))))
    catch_up()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page(viewport={"width": 1360, "height": 900})
        opened.on("console", lambda m: seen.append(m.text) if m.type == "error" else None)
        opened.goto(f"{live_server.url}/?once={one_time_link(owner)}")
        yield opened
        browser.close()


def test_a_member_sets_it_up_looks_at_it_asks_for_one_and_stops_it(page, live_server, seen):
    page.goto(f"{live_server.url}/settings#mail")
    page.get_by_label("Your mail address").fill("mira@acme.example")
    page.get_by_label("What is quoted").select_option("all words")
    page.locator("#mail").get_by_role("button", name="Save").click()
    page.get_by_text("The next one comes on").wait_for()
    page.get_by_role("link", name="What it would say now").click()
    page.wait_for_url("**/digest")
    assert "waits since" in page.inner_text("h1")
    page.get_by_role("button", name="Send me one now").click()
    page.wait_for_url("**/settings#mail")
    assert "On its way" in page.inner_text("#mail")
    assert MorningMail.objects.count() == 1

    page.context.clear_cookies()  # as in a mail program: nobody is signed in
    page.goto(f"{live_server.url}/digest/choose/{link(first_owner(), 'never')}")
    assert wish_of(first_owner()).when == "work days"
    page.get_by_role("button", name="Never").click()
    page.get_by_role("heading", name="You get no morning mail any more").wait_for()
    assert wish_of(first_owner()).when == "never"
    assert seen == []


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_shuts_anybody_out(page, live_server, seen, theme):
    owner = first_owner()
    owner.email = "mira@acme.example"
    owner.save()
    MorningMail.objects.create(
        member=owner, day=datetime.now(UTC).date(), made_at=datetime.now(UTC), state="failed", said="550 nobody here"
    )
    choice = f"/digest/choose/{link(owner, 'not-next')}"
    page.emulate_media(color_scheme=theme)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for address in ("/settings", "/digest", choice, "/digest/choose/none"):
            page.goto(live_server.url + address)
            assert problems(page) == [], (address, theme, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, theme, width)
    # The mail itself: what a mail program shows, and its policy forbids to look at it by script.
    page.goto(f"{live_server.url}/digest")
    mail = page.request.get(f"{live_server.url}/digest/mail.html").text()
    page.goto("about:blank")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.set_content(mail)
        assert problems(page) == [], (theme, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [words for words in seen if "404" not in words] == []

"""Reach in a real browser: name whom you want, see who can hear you; readable everywhere, without a script."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.test_walk import CHROMIUM, FLAGS, THEMES, WIDTHS, problems
from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Activity
from twoears.jobs import catch_up
from twoears.reach.wanted.models import Wanted
from twoears.team.actions import first_owner, one_time_link
from twoears.threads.actions import say_us

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]


@pytest.fixture
def page(live_server, settings, tmp_path, monkeypatch) -> Iterator[Page]:
    """Forty follow us, each of them is followed by two more, and sixty follow somebody whom we do not reach."""
    settings.DATA = tmp_path
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in this thread
    owner, now = first_owner(), datetime.now(UTC)
    say_us(member=owner, handles=["acme"])
    pairs = [(f"near{n}", "acme") for n in range(40)] + [(f"next{n}", f"near{n // 2}") for n in range(80)]
    pairs += [(f"far{n}", "eve") for n in range(60)]
    record(
        [
            Activity(id=f"{who}#{whom}", type="Follow", actor=actor(who), published=now, object=actor(whom))
            for who, whom in pairs
        ]
    )
    catch_up()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_context(java_script_enabled=True).new_page()
        opened.goto(f"{live_server.url}/?once={one_time_link(owner)}")
        yield opened
        browser.close()


def test_from_the_keys_to_whom_we_want_and_back(page, live_server):
    page.goto(f"{live_server.url}/today")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/reach")
    page.get_by_role("heading", name="More than half of the people heard here can hear you").wait_for()
    page.get_by_label("Name the companies you want").fill("\n".join(f"@far{n}" for n in range(60)) + "\n@near1")
    page.get_by_role("textbox", name="What they are together").fill("Water utilities")
    page.get_by_role("button", name="Show who can hear you").click()
    page.get_by_text("Noted: Water utilities.").wait_for()
    page.get_by_role("heading", name="Fewer than one in ten of the people you want can hear you").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Removed: Water utilities.").wait_for()
    assert not Wanted.objects.filter(undone_at=None).exists()


def test_the_page_is_readable_in_both_themes_wide_and_narrow(page, live_server):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.goto(f"{live_server.url}/reach")
            assert not problems(page), (width, theme)
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

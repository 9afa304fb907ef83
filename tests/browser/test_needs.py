"""Needs in a real browser: from a theme to a code, coded by hand; readable everywhere, without a script."""

import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.test_walk import CHROMIUM, FLAGS, THEMES, WIDTHS, letters, problems
from tests.conftest import actor
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.jobs import catch_up
from twoears.team.actions import first_owner, one_time_link
from twoears.threads.actions import say_us
from twoears.understanding.needs.actions import make_code
from twoears.understanding.needs.coding.actions import code_item, keep_talk
from twoears.understanding.needs.items import Item
from twoears.understanding.needs.models import Code, Coding, Talk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]
NEEDS = (("battery", "drains", "charger", "flat"), ("parcel", "courier", "tracking", "lost"))


@pytest.fixture
def page(live_server, settings, tmp_path, monkeypatch) -> Iterator[Page]:
    settings.DATA = tmp_path
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in this thread
    owner, draw, now = first_owner(), random.Random(5), datetime.now(UTC)
    say_us(member=owner, handles=["acme"])
    words = [f"@acme my {' the '.join(draw.sample(NEEDS[n % 2], 3))} again" for n in range(60)]
    record(
        [
            created(
                Post(id=f"https://x.com/p{n}/{n}", author=actor(f"p{n}"), published=now - timedelta(hours=n), text=text)
            )
            for n, text in enumerate(words)
        ]
    )
    catch_up()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_context(java_script_enabled=True).new_page()
        opened.goto(f"{live_server.url}/?once={one_time_link(owner)}")
        yield opened
        browser.close()


def test_from_a_theme_to_a_code_to_what_was_coded(page, live_server):
    page.goto(f"{live_server.url}/needs")
    page.get_by_role("button", name="Look for themes").click()
    page.get_by_role("button", name="Make it a code").first.click()
    page.wait_for_url("**/needs/codes/*")
    assert Code.objects.count() == 1
    page.goto(f"{live_server.url}/needs/coding")
    page.get_by_role("button", name="Speaks of it").first.click()
    page.get_by_text("Coded: ").wait_for()
    page.get_by_role("button", name="None fits").first.click()
    page.get_by_text("Noted.").wait_for()
    assert list(Coding.objects.order_by("pk").values_list("code", flat=True)) == [Code.objects.get().pk, None]
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back.").wait_for()
    page.goto(f"{live_server.url}/needs")
    assert "1 of 1" in page.inner_text("#segments")


def test_every_page_is_readable_in_both_themes_wide_and_narrow(page, live_server):
    owner = first_owner()
    keep_talk(member=owner, title="Anna", text="It is fine.\n\nBut the battery is flat, " + "very " * 40)
    page.goto(f"{live_server.url}/needs")
    page.get_by_role("button", name="Look for themes").click()
    page.get_by_role("button", name="Make it a code").first.click()
    page.wait_for_url("**/needs/codes/*")
    code, talk = Code.objects.get().pk, Talk.objects.get().pk
    page.goto(f"{live_server.url}/needs/coding")
    for _ in range(3):
        page.get_by_role("button", name="Speaks of it").first.click()
        page.wait_for_load_state()
    found = []
    for address in ("/needs", f"/needs/codes/{code}", f"/needs/coding?code={code}", "/needs/coding", "/needs/talks",
                    f"/needs/talks/{talk}"):  # fmt: skip
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(live_server.url + address)
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                found += [f"{address} {theme} {width} {problem}" for problem in problems(page) + letters(page)]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append(f"{address} {theme} {width} runs off the screen")
    assert found == []


def test_what_was_learnt_is_readable_and_taken_with_one_click(page, live_server):
    owner = first_owner()
    made = [make_code(member=owner, name=name).pk for name in ("power", "delivery")]
    for n in range(40):
        post = PostRow.objects.get(uid=f"https://x.com/p{n}/{n}").pk
        code_item(member=owner, item=Item("post", post), code=made[n % 2])
    found = []
    for address in ("/needs/coding", f"/needs/coding?code={made[0]}"):
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(live_server.url + address)
                found += [f"{address} {theme} {width} {problem}" for problem in problems(page) + letters(page)]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append(f"{address} {theme} {width} runs off the screen")
    assert found == []
    page.goto(f"{live_server.url}/needs/coding?order=sure")
    assert "Learnt from 40 coded texts." in page.inner_text("main")
    page.get_by_role("button", name="It does").first.click()
    page.get_by_text("Coded: ").wait_for()
    assert Coding.objects.latest("pk").how == "proposal"

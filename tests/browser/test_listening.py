"""Queries in a real browser: written with help, tried, judged by keys, kept, and left out."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.test_walk import CHROMIUM, FLAGS, problems
from twoears.activities.record import record
from twoears.jobs import catch_up
from twoears.queries.actions import add
from twoears.queries.models import Hit, Mark, Query
from twoears.team.actions import first_owner, one_time_link
from twoears.threads.actions import say_us

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
import specimen  # noqa: E402  beside the tests of the pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]

# What htmx has put there and not made ready yet: keys that are pressed now would be lost.
CHANGING = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"


@pytest.fixture
def seen() -> list[str]:
    """What the browser complained about."""
    return []


@pytest.fixture
def page(live_server, monkeypatch, seen) -> Iterator[Page]:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in this thread
    owner = first_owner()
    say_us(member=owner, handles=[specimen.US])
    record(list(specimen.activities(datetime.now(UTC))))
    catch_up()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page(viewport={"width": 1360, "height": 900})
        opened.on("console", lambda m: seen.append(m.text) if m.type == "error" else None)
        opened.goto(f"{live_server.url}/?once={one_time_link(owner)}")
        yield opened
        browser.close()


def test_a_query_is_written_tried_judged_by_keys_and_kept(page, live_server, seen):
    page.goto(f"{live_server.url}/queries/new")
    page.fill("#text", "(calibrat* OR the")
    page.get_by_text("never closed").wait_for()
    page.locator("[data-use]").click()
    assert page.input_value("#text") == "(calibrat* OR the)"
    page.get_by_role("button", name="Try it").click()
    page.locator("#preview .row").first.wait_for()
    expect(page.locator(CHANGING)).to_have_count(0)
    assert Query.objects.count() == 0
    page.keyboard.press("y")
    expect(page.locator("#precision")).to_contain_text("1 of 1")
    expect(page.locator(CHANGING)).to_have_count(0)
    page.keyboard.press("n")
    expect(page.locator("#precision")).to_contain_text("1 of 2")
    assert seen == []
    assert problems(page) == []
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url("**/queries/q_*")
    assert sorted(Mark.objects.values_list("right", flat=True)) == [False, True]


@pytest.mark.parametrize("width", [1360, 320])
def test_what_was_heard_is_judged_and_left_out(page, live_server, width):
    query = add(member=first_owner(), name="Calibration", text="calibrat* OR display")
    catch_up()
    found = Hit.objects.filter(query=query).count()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/queries")
    assert problems(page) == []
    row, name = page.locator(".plainrow").bounding_box(), page.locator(".plainrow .who").bounding_box()
    assert name["width"] > 0.7 * row["width"], "a name has the line to itself"
    page.get_by_role("link", name="Look at Calibration").click()
    page.wait_for_url("**/queries/q_*")
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("n")
    expect(page.locator("main .row").first.locator(".judged")).to_have_text("✗ not meant")
    expect(page.locator("#precision")).to_contain_text("0 of 1")
    page.keyboard.press("z")
    page.get_by_text("Taken back.").wait_for()
    expect(page.locator("#precision")).to_contain_text("Not judged yet")
    assert page.locator(".judged").count() == 0
    page.locator("main .row summary").first.click()
    page.get_by_role("button", name="this author").first.click()
    page.get_by_role("button", name="Show again").wait_for()
    assert Hit.objects.filter(query=query, excluded=None).count() < found
    page.get_by_role("button", name="Show again").click()
    page.get_by_text("Shown again.").wait_for()
    assert Hit.objects.filter(query=query, excluded=None).count() == found

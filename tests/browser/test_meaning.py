"""What the fields of a webhook mean, said in a real browser."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.test_walk import CHROMIUM, FLAGS, look_at, the_worker_runs
from twoears.activities.models import Post
from twoears.sources.actions import bring, connect
from twoears.sources.reading import Incoming
from twoears.sources.tasks import take_in
from twoears.team.actions import first_owner, one_time_link

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]
SAID = {
    "data": {"author": {"handle": "ann"}, "body_html": "Does it run on SQLite?", "permalink": "https://f.example/1"},
    "delivery": {"attempt": 1, "a_very_long_name_of_a_field_that_nobody_would_give": "x" * 300},
}


@pytest.fixture
def page(live_server, monkeypatch) -> Iterator[Page]:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in this thread
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page(viewport={"width": 1360, "height": 900})
        opened.goto(f"{live_server.url}/?once={one_time_link(first_owner())}")
        yield opened
        browser.close()


def test_from_a_first_call_to_a_post_that_is_read(page, live_server):
    found: list[str] = []
    hook = connect("webhook forum")
    the_worker_runs(page)
    there = f"{live_server.url}/sources/{hook.pk}"
    page.goto(there)
    look_at(page, found)
    page.goto("about:blank")
    bring(hook.door, Incoming(body=json.dumps(SAID).encode(), at=datetime.now(UTC)))
    page.goto(f"{live_server.url}/sources")
    look_at(page, found)
    page.get_by_role("link", name="1 call waits").click()
    page.wait_for_url("**/sources/*#meaning")
    page.get_by_text("taken for nothing").click()
    look_at(page, found)

    page.get_by_label("data.body_html").select_option("amount")
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("data.body_html").input_value() == "amount"
    look_at(page, found)
    page.get_by_label("data.body_html").select_option(label="what was said")
    page.get_by_role("button", name="Accept").click()
    page.get_by_text("Accepted. 1 of the 1").wait_for()
    look_at(page, found)
    page.goto("about:blank")
    assert take_in() == 1
    assert Post.objects.get().text == "Does it run on SQLite?"
    assert found == []

"""A reader of one's own, brought and switched on in a real browser."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.test_walk import CHROMIUM, FLAGS, look_at
from tests.chat_server import ChatServer
from twoears.team.actions import first_owner, one_time_link

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]


@pytest.fixture
def page(live_server, monkeypatch) -> Iterator[Page]:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in this thread
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page(viewport={"width": 1360, "height": 900})
        opened.goto(f"{live_server.url}/?once={one_time_link(first_owner())}")
        yield opened
        browser.close()


def test_from_an_address_to_a_switch_and_back(page: Page, live_server) -> None:
    found: list[str] = []
    server = ChatServer()
    page.goto(f"{live_server.url}/settings")
    page.get_by_role("link", name="Models of your own as readers").click()
    look_at(page, found)
    page.get_by_label("Name", exact=True).fill("liked")
    page.get_by_label("Your question").fill("Does the author praise us?")
    page.get_by_label("The labels that answer it").fill("praised, none")
    page.get_by_label("Address", exact=True).fill(server.address)
    page.get_by_label("How the model is called there").fill("small")
    page.get_by_role("button", name="Bring it").click()
    page.get_by_role("alert").wait_for()
    look_at(page, found)
    page.get_by_label("It is on this machine").check()
    page.get_by_role("button", name="Bring it").click()
    page.get_by_role("heading", name="No reader of yours is given anything").wait_for()
    page.get_by_role("button", name="Test liked with a sentence of ours").click()
    page.get_by_text("reads as praised").wait_for()
    page.get_by_text("Switch on: liked").click()
    look_at(page, found)
    page.get_by_label("What anybody said in public").check()
    page.get_by_role("button", name="See what that means").click()
    page.get_by_text("Sent is what anybody said in public, strangers too").wait_for()
    look_at(page, found)
    page.get_by_role("button", name="Switch it on").click()
    page.get_by_role("heading", name="One reader of yours may be given posts").wait_for()
    look_at(page, found)
    page.get_by_role("button", name="Switch off liked").click()
    page.get_by_role("heading", name="No reader of yours is given anything").wait_for()
    server.close()
    assert found == []

"""Who may be whom in a real browser: by keys, by buttons without a script, readable everywhere."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.test_walk import CHROMIUM, FLAGS, THEMES, WIDTHS, letters, problems
from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Actor, Post, created
from twoears.jobs import catch_up
from twoears.people.models import IdentityDecision, Person
from twoears.people.unsure.pages import unsure
from twoears.team.actions import first_owner, one_time_link
from twoears.threads.actions import say_us

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]
ENGINEER = "Process engineer at Norrvik Pharma. Valves, pumps and the odd marathon."
DAIRY = "Quality at Alm Dairy. Cheese, calibration and two dogs."


def account(network: str, handle: str, name: str, summary: str, place: str) -> Actor:
    address = f"https://{network}.example/{handle}"
    return Actor(id=address, network=network, handle=handle, name=name, summary=summary, place=place, url=address)


MET = (
    account("fediverse", "leila_haddad_pumps@process.example", "Leila Haddad", ENGINEER, "Uppsala"),
    account("fediverse", "nadiabrandt.dairy@social.example", "Nadia Brandt", DAIRY, "Kiel"),
    account("fediverse", "marek@social.example", "Marek Dvořák", "Owner, Dvořák Water", "Brno"),
)
STRANGERS = (
    account(
        "bluesky", "leila_haddad_pumps.bsky.social", "Leila Haddad", f"{ENGINEER} Views my own.", "Uppsala, Sweden"
    ),
    account("x", "nadiabrandt.dairy", "N. Brandt", DAIRY, "Hamburg"),
    account("x", "tompike", "Tom Pike", "Brass band.", "Leeds"),
)


@pytest.fixture
def page(live_server, settings, tmp_path, monkeypatch) -> Iterator[Page]:
    settings.DATA = tmp_path
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in this thread
    owner, now = first_owner(), datetime.now(UTC)
    say_us(member=owner, handles=["acme"])
    crowd = [account("x", f"u{n}", f"Una{n} Berg{n}", "", "") for n in range(40)]
    said = [(who, "@acme does the FX-3 hold calibration below 4 °C?", (actor("acme").id,)) for who in MET]
    said += [(who, "Third night in the cold room, and the pump still holds.", ()) for who in (*STRANGERS, *crowd)]
    posts = (
        Post(id=f"{who.id}/1", author=who, text=text, mentions=to, published=now - timedelta(hours=n + 1))
        for n, (who, text, to) in enumerate(said)
    )
    record([created(post) for post in posts])
    catch_up()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page(viewport={"width": 1360, "height": 900})
        opened.goto(f"{live_server.url}/?once={one_time_link(owner)}")
        yield opened
        browser.close()


def test_yes_no_later_and_undo_by_keys(page, live_server) -> None:
    assert [one.left.name for one in unsure().proposals] == ["Leila Haddad", "Nadia Brandt"]
    page.goto(f"{live_server.url}/people")
    page.get_by_role("link", name="Unsure").click()
    page.wait_for_url("**/people/unsure")
    assert page.inner_text("h1") == "Two pairs may be one person"
    for key, left, kind in (("y", "One pair may be one person", "merge"), ("n", "Nobody is in doubt", "split")):
        with page.expect_navigation():
            page.keyboard.press(key)
        assert (page.inner_text("h1"), IdentityDecision.objects.latest("pk").kind) == (left, kind)
    with page.expect_navigation():
        page.keyboard.press("z")
    assert page.inner_text("h1") == "One pair may be one person"
    with page.expect_navigation():
        page.keyboard.press("l")
    assert "One waits until you wanted to be asked again." in page.inner_text("main")
    assert Person.objects.get(name="Leila Haddad").identities.count() == 2
    page.get_by_role("button", name=re.compile("Undo.*Leila")).click()
    page.wait_for_load_state()
    assert Person.objects.get(name="Leila Haddad").identities.count() == 1


def test_it_works_without_scripts_and_shows_what_a_switch_would_join(page, live_server, browser_off) -> None:
    still = browser_off(page)
    still.goto(f"{live_server.url}/people/unsure")
    still.get_by_role("button", name="Try it").click()
    assert "would be joined" in still.inner_text("#joining")
    still.get_by_role("button", name="The same person").click()
    assert "They are one person now." in still.inner_text("#toast")


@pytest.fixture
def browser_off():
    """The same member in a browser that runs no scripts."""

    def opened(page: Page) -> Page:
        assert page.context.browser
        kept = page.context.storage_state()
        return page.context.browser.new_context(java_script_enabled=False, storage_state=kept).new_page()

    return opened


@pytest.mark.slow
def test_it_is_read_everywhere(page, live_server) -> None:
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{live_server.url}/people/unsure?least=95")
            assert (problems(page), letters(page)) == ([], [])
            assert page.evaluate("document.documentElement.scrollWidth") <= width

"""A walk through the house in a real browser: by mouse, by keyboard, in both themes, on a wide and a narrow screen."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.square import TEXT, squares
from twoears.activities.as2 import document
from twoears.cli.saying import as_json
from twoears.jobs import catch_up, look
from twoears.publishing.models import Delivery
from twoears.publishing.tasks import deliver
from twoears.sources.models import Connection, Gap
from twoears.team.actions import first_owner, one_time_link
from twoears.threads.actions import say_us
from twoears.town.town import build

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
import specimen  # noqa: E402  beside the tests of the pages

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
WIDTHS, THEMES = (1360, 320), ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]


@pytest.fixture
def seen() -> list[str]:
    """What the browser complained about, and what it asked for."""
    return []


@pytest.fixture
def page(live_server, settings, tmp_path, monkeypatch, seen) -> Iterator[Page]:
    settings.DATA = tmp_path
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in this thread
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page(viewport={"width": 1360, "height": 900})
        opened.on("console", lambda m: seen.append(m.text) if m.type == "error" else None)
        opened.on("pageerror", lambda e: seen.append(str(e)))
        opened.goto(f"{live_server.url}/?once={one_time_link(first_owner())}")
        yield opened
        browser.close()


def the_worker_runs(page: Page) -> None:
    """What `twoears up` does beside the pages; the browser waits elsewhere, as both share one connection here."""
    page.goto("about:blank")
    while look():
        pass
    catch_up()


def hear_the_market(page: Page, url: str) -> None:
    file = {
        "name": "talks.jsonl",
        "mimeType": "application/x-ndjson",
        "buffer": specimen.lines(datetime.now(UTC)).encode(),
    }
    page.goto(f"{url}/start")
    with page.expect_navigation():
        page.set_input_files("#file", file)
    the_worker_runs(page)
    page.goto(f"{url}/start")
    page.get_by_text("Which of these are you?").wait_for()
    page.get_by_label("halden@social.example").check()
    page.get_by_role("button", name="These are us").click()
    the_worker_runs(page)


def problems(page: Page) -> list[str]:
    """What axe-core finds on the page as it stands."""
    package = find_spec("axe_core_python")
    assert package and package.submodule_search_locations
    script = next(Path(package.submodule_search_locations[0]).rglob("axe.min.js")).read_text()
    page.evaluate(script)
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    assert found["passes"], "axe looked at nothing"
    return [f"{v['id']}: {v['nodes'][0]['target']}" for v in found["violations"]]


def letters(page: Page) -> list[str]:
    """Labels of pictures that are too small to be read, or larger than the words around them."""
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("svg text")].filter(t => t.getBoundingClientRect().width)
        .map(t => [t.textContent, parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a])"""
    )
    return [f"letters of {size:.1f} px: {words}" for words, size in sizes if not 10.5 <= size <= 16]


def test_from_a_dropped_file_to_an_answer_done(page, live_server, seen):
    url = live_server.url
    assert page.url.endswith("/start")
    hear_the_market(page, url)

    page.goto(f"{url}/start")
    assert "First thing we noticed" in page.inner_text("main")
    page.get_by_role("link", name="who wait").click()
    page.wait_for_url("**/today")
    waiting = page.locator("main .row").count()
    assert waiting >= 3

    page.get_by_role("link", name="Answer Leila Haddad").click()
    page.wait_for_url("**/conversations/c_*")
    assert page.locator("mark").count() >= 1
    page.fill("#reply", "It holds down to −5 °C without the housing.")
    page.get_by_text("Draft kept").wait_for()
    page.get_by_role("button", name="Done", exact=True).click()
    page.wait_for_url("**/today")
    assert "Done, until they write again." in page.inner_text("#toast")
    assert page.locator("main .row").count() == waiting - 1
    page.get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    assert page.locator("main .row").count() == waiting

    page.get_by_role("link", name="Leila Haddad", exact=True).click()
    page.wait_for_url("**/people/p_*")
    assert page.locator("svg[role=img] title").first.text_content().startswith("A year with Leila Haddad")
    page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Measure").click()
    page.wait_for_url("**/measure")
    assert "too few for a percentage" in page.inner_text("main")
    assert seen == []


def test_a_folder_and_several_files_are_given_at_once(page, live_server, seen, tmp_path):
    for number, month in enumerate(("spring/a", "autumn/b", "c"), start=1):
        file = tmp_path / "heard" / f"{month}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"author,text,date\nann,Does number {number} run on SQLite?,2026-03-0{number} 09:00\n")
    page.goto(f"{live_server.url}/start")
    with page.expect_navigation():
        page.set_input_files("#folder", tmp_path / "heard")
    assert [(made.kind, made.text.rsplit("/", 1)[-1]) for made in Connection.objects.all()] == [("files", "heard")]
    unknown = tmp_path / "unknown.bin"
    unknown.write_bytes(b"\x00\x01")
    page.set_input_files("#file", [tmp_path / "heard" / "c.csv", unknown])
    page.get_by_text("We do not know what unknown.bin is").wait_for()
    assert page.get_by_text("c.csv: Table").count() == 1
    assert Connection.objects.count() == 2
    assert [line for line in seen if "422" not in line] == []


def test_everything_by_keyboard(page, live_server, seen):
    hear_the_market(page, live_server.url)
    page.goto(f"{live_server.url}/today")
    here = page.locator("main .row.here")
    rows = page.locator("main .row").count()
    page.keyboard.press("j")
    first = here.inner_text()
    page.keyboard.press("j")
    assert here.inner_text() != first
    page.keyboard.press("k")
    assert here.inner_text() == first

    page.keyboard.press("e")
    page.get_by_text("Done, until they write again.").wait_for()
    assert page.locator("main .row").count() == rows - 1
    assert page.evaluate("document.activeElement.closest('.row') !== null"), "focus went with the row"
    with page.expect_navigation():
        page.keyboard.press("z")
    assert page.locator("main .row").count() == rows

    page.keyboard.press("?")
    assert page.locator("#keys").evaluate("d => d.open")
    page.keyboard.press("Escape")
    assert not page.locator("#keys").evaluate("d => d.open")

    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.press("r")
    page.keyboard.type("e is a letter here, and so is ?")
    assert page.input_value("#reply").startswith("e is a letter")
    assert "/conversations/" in page.url
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press("m")
    assert page.url.endswith("/measure")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    assert seen == []


def test_light_and_dark_are_chosen_and_kept(page, live_server, seen):
    def paper() -> str:
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.emulate_media(color_scheme="light")
    page.goto(f"{live_server.url}/keys")
    light = paper()
    theme = page.locator("nav form.theme")
    theme.get_by_role("button", name="Dark").click()
    assert (paper() != light, page.url.endswith("/keys")) == (True, True)
    page.goto(f"{live_server.url}/settings")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert theme.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"
    assert problems(page) == []
    theme.get_by_role("button", name="System").click()
    page.reload()
    assert paper() == light
    page.set_viewport_size({"width": 320, "height": 640})
    page.get_by_role("link", name="More", exact=True).click()
    page.wait_for_url("**/more")
    page.locator("main form.theme").get_by_role("button", name="Dark").click()
    assert (paper() != light, page.url.endswith("/more")) == (True, True)
    assert page.locator("main form.theme [aria-pressed=true]").inner_text() == "Dark"
    assert seen == []


def test_focus_stays_where_the_reader_is(page, live_server):
    hear_the_market(page, live_server.url)
    page.goto(f"{live_server.url}/conversations")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    with page.expect_navigation():
        page.get_by_role("link", name="All", exact=True).click()
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.goto(f"{live_server.url}/today")
    while rows := page.locator("main .row").count():
        page.keyboard.press("j")
        page.keyboard.press("e")
        expect(page.locator("main .row")).to_have_count(rows - 1)
    expect(page.locator("h1")).to_be_focused()


def test_letters_can_be_switched_off(page, live_server):
    hear_the_market(page, live_server.url)
    page.goto(f"{live_server.url}/settings")
    page.get_by_label("Single letters move and act").uncheck()
    page.locator("#reading").get_by_role("button", name="Save").click()
    page.goto(f"{live_server.url}/today")
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert page.locator("main .row.here").count() == 0
    assert not page.locator("#keys").evaluate("d => d.open")


def test_no_page_has_a_barrier_or_runs_off_a_narrow_screen(page, live_server, seen):
    hear_the_market(page, live_server.url)
    page.goto(f"{live_server.url}/today")
    talk = page.get_by_role("link", name="Answer Leila Haddad").get_attribute("href")
    person = page.get_by_role("link", name="Leila Haddad", exact=True).get_attribute("href")
    walk = [
        "/start",
        "/today",
        "/conversations",
        talk,
        "/people",
        person,
        "/measure?period=y&compare=1",
        "/queries",
        "/sources",
        f"/sources/{Connection.objects.get().pk}",
        "/settings",
    ]
    found = []
    for address in [
        *walk,
        "/find?q=calibration",
        "/find?q=xylophone",
        "/conversations?tab=all&lang=en",
        "/deliveries",
        "/measure/rows?of=late",
        "/more",
        "/keys",
        "/-/patterns",
        "/accounts/password/change/",
    ]:
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(live_server.url + address)
                found += [f"{address} {theme} {width} {problem}" for problem in problems(page) + letters(page)]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append(f"{address} {theme} {width} runs off the screen")
    assert found == []
    assert seen == []


def test_a_planted_fault_is_found(page):
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src='data:,'><button></button></main></html>")
    assert {problem.split(":")[0] for problem in problems(page)} >= {"image-alt", "button-name"}


def test_an_idle_page_asks_for_nothing(page, live_server):
    hear_the_market(page, live_server.url)
    for address in ("/today", "/start", "/conversations"):
        asked: list[str] = []
        page.goto(live_server.url + address)
        page.wait_for_load_state("networkidle")
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.wait_for_timeout(3000)
        assert asked == [], address


def test_a_passkey_opens_the_door(page, live_server, seen):
    first_owner()
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": True}})
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
    page.get_by_label("Passwordless").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Add").click()
    page.goto(f"{live_server.url}/settings")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/start")
    assert seen == []


def look_at(page, found: list[str]) -> None:
    """Everything that is wrong with the page as it stands, in each theme and width."""
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # or colours are caught half-way
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{page.url} {theme} {width} {problem}" for problem in problems(page) + letters(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{page.url} {theme} {width} runs off the screen")
    page.set_viewport_size({"width": 1360, "height": 900})


def test_from_a_token_to_an_answer_sent(page, live_server, seen):
    found: list[str] = []
    hear_the_market(page, live_server.url)
    with squares("mastodon") as square:
        page.goto(f"{live_server.url}/start")
        page.get_by_label("Name or address").fill(TEXT)
        page.get_by_role("button", name="Listen").click()
        page.wait_for_url("**/sources/connect*")
        look_at(page, found)
        page.get_by_label("Token").fill("secret-of-ours")
        page.get_by_role("button", name="Listen").click()
        page.wait_for_url("**/sources/*")
        the_worker_runs(page)
        our_square_has_a_hole()
        for address in (f"/sources/{Connection.objects.get(text=TEXT).pk}", "/sources"):
            page.goto(live_server.url + address)
            assert "secret-of-ours" not in page.content()
            look_at(page, found)

        page.goto(f"{live_server.url}/today")
        page.get_by_role("link", name="Answer Leila Haddad").click()
        page.wait_for_url("**/conversations/c_*")
        page.fill("#reply", "It holds down to −5 °C 👩‍🔬.")
        page.get_by_text("175 characters left").wait_for()
        page.get_by_text("Draft kept").wait_for()
        look_at(page, found)
        page.get_by_role("button", name="Send as halden@square.example on Square").click()
        page.get_by_text("Waiting to be sent").wait_for()
        talk = page.url
        page.get_by_text("Your answer is on its way.").wait_for()
        assert not page.locator("#reply").is_visible()
        look_at(page, found)
        page.goto("about:blank")
        square.plan = ["lost"]
        assert deliver()
        Delivery.objects.update(next_at=datetime.now(UTC))
        assert deliver()
        page.goto(talk)
        look_at(page, found)
        page.get_by_role("button", name="It is there").click()
        page.get_by_text("Noted: it is there.").wait_for()
        page.get_by_role("button", name="Like").last.click()
        page.get_by_text("Your like is in line").wait_for()
        page.goto(f"{live_server.url}/deliveries")
        look_at(page, found)
        page.goto("about:blank")
        while deliver():
            pass
        assert [letter.act for letter in square.kept] == ["reply", "like"]
    assert found == []
    assert seen == []


def our_square_has_a_hole() -> None:
    """It was heard for a month, was cut off twice, and its token ends soon."""
    now = datetime.now(UTC)
    there = Connection.objects.filter(text=TEXT)
    there.update(first_heard=now - timedelta(days=30), last_heard=now, delay=4)
    there.update(renews_on=now.date() + timedelta(days=9))
    there.update(limit_most=300, limit_left=240, limit_resets_at=now + timedelta(minutes=9))
    for days, filled in ((12, now), (3, None)):
        since = now - timedelta(days=days)
        Gap.objects.create(
            connection=there.get(), since=since, until=since + timedelta(hours=9), why="Cut off.", filled_at=filled
        )


@pytest.mark.slow
def test_from_a_dropped_town_to_its_ratios(page, live_server, seen):
    town = build(120, seed=3, until=datetime.now(UTC))
    said = "\n".join(as_json(document(activity)) for activity in town.activities())
    found: list[str] = []
    page.goto(f"{live_server.url}/start")
    look_at(page, found)
    with page.expect_navigation():
        page.set_input_files("#file", {"name": "town.as2.jsonl", "mimeType": "text/plain", "buffer": said.encode()})
    the_worker_runs(page)
    say_us(member=None, handles=[actor.id for actor in town.our_actors])
    the_worker_runs(page)
    page.goto(f"{live_server.url}/start")
    assert "First thing we noticed" in page.inner_text("main")
    look_at(page, found)

    page.goto(f"{live_server.url}/today")
    waiting = page.locator("main .row").count()
    assert waiting
    look_at(page, found)
    page.locator("main .row .act a.btn").first.click()
    page.wait_for_url("**/conversations/c_*")
    look_at(page, found)
    page.get_by_role("button", name="Done", exact=True).click()
    page.wait_for_url("**/today")
    assert "Done, until they write again." in page.inner_text("#toast")

    page.locator("main .row .who a").first.click()
    page.wait_for_url("**/people/p_*")
    assert page.locator("svg[role=img] title").first.text_content()
    look_at(page, found)
    page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Measure").click()
    page.wait_for_url("**/measure")
    assert "Answered within half a day" in page.inner_text("main")
    look_at(page, found)
    assert found == []
    assert seen == []

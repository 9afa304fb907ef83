"""Voices from posts in a real browser: a subject, a statement, a mark; readable everywhere, without a script."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.test_walk import CHROMIUM, FLAGS, THEMES, WIDTHS, letters, problems
from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.conversations.voices import actions
from twoears.conversations.voices.models import StanceMark, Statement, Subject
from twoears.jobs import catch_up
from twoears.team.actions import first_owner, one_time_link
from twoears.threads.actions import say_us

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]
HELD = ("Parking in the centre should cost more", "The night bus has to come back", "Bikes need safe lanes everywhere")
PEOPLE = 24


@pytest.fixture
def page(live_server, settings, tmp_path, monkeypatch) -> Iterator[Page]:
    """Two camps, in words of their own; one speaks of it and takes no side."""
    settings.DATA = tmp_path
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in this thread
    owner, now = first_owner(), datetime.now(UTC)
    say_us(member=owner, handles=["acme"])
    said = [
        (f"p{n}", f"@acme {'I think' if m == 2 or (n < 12) == (m == 0) else 'I do not think that'} {held}. #town")
        for n in range(PEOPLE)
        for m, held in enumerate(HELD)
    ]
    said += [("dan", "@acme #town and " + "verylongwordwithoutanyend" * 12), ("dan", "#town again")]
    record(
        [
            created(
                Post(id=f"https://x.com/{who}/{n}", author=actor(who), published=now - timedelta(hours=n), text=text)
            )
            for n, (who, text) in enumerate(said)
        ]
    )
    catch_up()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_context(java_script_enabled=True).new_page()
        opened.goto(f"{live_server.url}/?once={one_time_link(owner)}")
        yield opened
        browser.close()


def test_from_a_query_to_a_statement_to_a_mark(page, live_server):
    page.goto(f"{live_server.url}/voices")
    page.get_by_label("Called").fill("Town")
    page.get_by_label("Query, over all that was heard").fill("#town")
    page.get_by_role("button", name="Make it").click()
    page.wait_for_url("**/voices/subjects/*")
    page.get_by_role("link", name="Propose some").click()
    page.get_by_role("button", name="Choose it").first.wait_for()
    page.get_by_label("A new statement").fill(HELD[0])
    page.get_by_role("button", name="State it").click()
    page.get_by_text("12 agree · 12 disagree").wait_for()
    page.get_by_role("link", name="Mark posts").click()
    page.get_by_role("button", name="Disagrees").first.click()
    page.get_by_text("Noted.").wait_for()
    assert StanceMark.objects.get().side == "disagree"
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back.").first.wait_for()
    assert not StanceMark.objects.filter(undone_at=None).exists()


def test_every_page_is_readable_in_both_themes_wide_and_narrow(page, live_server):
    owner = first_owner()
    subject = actions.make_subject(member=owner, name="Town " + "andwhatliesaround" * 4, text="#town")
    for held in HELD:
        actions.state(member=owner, subject=subject.pk, text=held)
    gone = actions.state(member=owner, subject=subject.pk, text="It is too dear.")
    actions.take_statement_back(member=owner, statement=gone.pk)
    found = []
    for address in (
        "/voices",
        f"/voices/subjects/{Subject.objects.get().pk}?propose=yes",
        f"/voices/statements/{Statement.objects.earliest('pk').pk}",
    ):
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(live_server.url + address)
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                found += [f"{address} {theme} {width} {problem}" for problem in problems(page) + letters(page)]
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append(f"{address} {theme} {width} runs off the screen")
    assert found == [], "\n".join(found)

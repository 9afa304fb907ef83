"""Companies in a real browser: say who belongs where, and take it back; readable everywhere."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.test_walk import CHROMIUM, FLAGS, THEMES, WIDTHS, problems
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor, Post, created
from twoears.jobs import catch_up
from twoears.people.companies.actions import give_roles, one_company, works_at
from twoears.people.companies.models import CompanyDecision
from twoears.people.models import Person
from twoears.team.actions import first_owner, one_time_link
from twoears.team.models import Member
from twoears.threads.actions import say_us

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]
NORTH, QUAY = "north-dairy.example", "quay.example"
US = "mailto:us@acme.example"


def who(mail: str) -> Actor:
    name = mail.split("@")[0].replace(".", " ").title()
    return Actor(id=f"mailto:{mail}", network="mail", handle=mail, name=name, mail=mail)


def wrote(mail: str, whom: str, at: datetime, answers: str = "") -> Activity:
    return created(
        Post(
            id=f"mail:{mail}:{at.isoformat()}",
            author=who(mail),
            published=at,
            text="Does the FX-3 hold its calibration below zero?",
            mentions=(whom,),
            in_reply_to=answers,
        )
    )


def hear(owner: Member) -> None:
    """Three of the dairy, two of whom write to each other and one of whom we answered; Dan, and Cyd."""
    now = datetime.now(UTC)
    ann, bob = f"ann.lindqvist@{NORTH}", f"bob.okafor@{NORTH}"
    asked = wrote(ann, US, now - timedelta(days=9))
    say_us(member=owner, handles=["us@acme.example"])
    record(
        [
            asked,
            wrote("us@acme.example", f"mailto:{ann}", now - timedelta(days=8), asked.object.id),
            wrote(bob, US, now - timedelta(days=200)),
            wrote(bob, f"mailto:{ann}", now - timedelta(days=20)),
            wrote(f"eve.sorensen@{NORTH}", US, now - timedelta(days=3)),
            wrote(f"dan.vaz@{QUAY}", US, now - timedelta(days=5)),
            wrote("cyd.moreau@gmail.com", US, now - timedelta(days=2)),
        ]
    )
    catch_up()


@pytest.fixture
def page(live_server, settings, tmp_path, monkeypatch) -> Iterator[Page]:
    settings.DATA = tmp_path
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in this thread
    owner = first_owner()
    hear(owner)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_context(java_script_enabled=True).new_page()
        opened.goto(f"{live_server.url}/?once={one_time_link(owner)}")
        yield opened
        browser.close()


def key(name: str) -> str:
    return Person.objects.get(name=name).public_id


def test_a_member_says_who_works_where_joins_two_and_takes_it_back(page, live_server):
    page.goto(f"{live_server.url}/people/{key('Cyd Moreau')}")
    page.get_by_text("Do they work elsewhere?").click()
    page.get_by_label("Company, by its domain or name").fill(NORTH)
    page.get_by_label("Decider:").check()
    page.get_by_label("Why", exact=True).last.fill("Their card.")
    page.locator("#places").get_by_role("button", name="Say so").click()
    page.get_by_text("Said. What their mail tells stands beside it.").wait_for()
    page.locator("#places").get_by_role("link", name=NORTH).click()
    page.get_by_role("heading", name=f"{NORTH}: we know four people").wait_for()
    page.get_by_text("Is another domain theirs, too?").click()
    page.get_by_label("The other domain, or the company's name").fill(QUAY)
    page.get_by_label("What they are called together, if you like").fill("North Dairy")
    page.get_by_role("textbox", name="Why").locator("visible=true").fill("One firm.")
    page.get_by_role("button", name="They are one company").click()
    page.get_by_role("heading", name="North Dairy: we know five people").wait_for()
    page.get_by_role("button", name="Undo", exact=True).first.click()
    page.get_by_role("heading", name=f"{NORTH}: we know four people").wait_for()
    assert CompanyDecision.objects.filter(undone_at=None).count() == 1


def test_the_pages_are_readable_in_both_themes_wide_and_narrow(page, live_server):
    owner, cyd = first_owner(), key("Cyd Moreau")
    about = {"member": owner, "reason": "They say so."}
    today = datetime.now(UTC).date()
    works_at(person=cyd, company=NORTH, since=today - timedelta(days=90), roles=["decider", "buyer"], **about)
    works_at(person=key("Eve Sorensen"), company=NORTH, until=today - timedelta(days=1), **about)
    give_roles(person=key("Ann Lindqvist"), company=NORTH, roles=["user"], **about)
    one_company(company=NORTH, other=QUAY, name="North Dairy", **about)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            for path in ("people/companies", f"people/companies/{QUAY}", f"people/{cyd}"):
                page.goto(f"{live_server.url}/{path}")
                page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
                assert not problems(page), (path, width, theme)
                assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
                if folder := os.environ.get("PICTURES"):
                    page.screenshot(path=f"{folder}/{path.replace('/', '-')}-{width}-{theme}.png", full_page=True)

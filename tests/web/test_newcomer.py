"""What somebody sees who opens this for the first time: whose word a promise is, and what stands behind each number."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hearing import conversation_of, person_of

from twoears.conversations.pages.behind import KINDS, behind
from twoears.conversations.pages.finding import find, first_finding
from twoears.lib.counts import times
from twoears.measures.pages import measured, waited
from twoears.threads.models import Turn


def body(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body(answer)))


def promise(office, minutes: str) -> None:
    from twoears.team.actions import first_team

    given = {"team": str(first_team().pk), "name": "Everyone", "timezone": "UTC", "promise": minutes}
    office.post("/settings/team", given)


def test_the_first_finding_names_its_time_and_leads_to_the_late_ones(office, owner):
    found = first_finding(owner)
    late = found.number.n - found.number.k
    assert late
    page = office.get("/start")
    assert str(found.last.year) in found.sentence
    assert f"From {found.first.day} {found.first:%B %Y}" in words(page)
    assert f'/measure/rows?of=late">See the {late} that' in body(page)
    assert f"/conversations/{found.quotes[0].conversation}" in body(page)


def test_what_stands_behind_a_ratio_is_as_many_as_it_says(office, owner):
    now = datetime.now(UTC)
    numbers = {number.key: number for number in measured(now=now).numbers}
    counted = {kind: behind(kind, owner, now=now).total for kind in KINDS}
    answers, heard = numbers["answered_within_promise"], numbers["heard_for_each_said"]
    assert (counted["in time"], counted["late"]) == (answers.k, answers.n - answers.k)
    assert counted["unsure"] + counted["running"] == answers.aside
    assert (counted["heard"], counted["said"]) == (heard.k, heard.n)
    begun, promotion = numbers["turned_to_us_first"], numbers["promotion_in_what_we_say"]
    assert (counted["they began"], counted["we began"]) == (begun.k, begun.n - begun.k)
    assert (counted["promotion"], counted["no promotion"]) == (promotion.k, promotion.n - promotion.k)
    left = waited(now=now)
    assert (left.unsure, left.running) == (counted["unsure"], counted["running"])


def test_the_first_finding_tells_late_answers_from_none(office, owner):
    late = behind("late", owner, limit=100).rows
    never = sum(row.why[0].reason == "not answered" for row in late)
    said = first_finding(owner).strong
    assert never and len(late) - never
    assert f"{times(len(late) - never)} later, and {times(never)} not at all." in said


def test_the_late_ones_say_how_late(office, owner):
    page = words(office.get("/measure/rows?of=late"))
    assert "Later than half a day, or not at all" in page
    assert "not answered" in page
    nadia = Turn.objects.get(post__text__contains="price of the heated housing")
    assert nadia.answered_at and "answered after 20 hours" in page


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_a_page_and_data(office, kind):
    assert office.get("/measure/rows", {"of": kind, "period": "y"}).status_code == 200
    assert office.get("/measure/rows.json", {"of": kind}).json()["kind"] == kind


def test_a_kind_that_is_none_is_not_here(office, client):
    assert office.get("/measure/rows?of=everything").status_code == 404


def test_a_stranger_sees_no_rows(client, market):
    assert client.get("/measure/rows?of=late").status_code == 302


def test_nobody_s_promise_is_told_as_a_default(office):
    today = words(office.get("/today"))
    assert "Half a day is our default; set your promise" in today
    assert "you promise" not in today
    assert "You have promised nothing yet: half a day is our default." in words(office.get("/start"))
    assert "Half a day is our default for an answer" in words(office.get("/measure"))
    assert "you promise" not in words(office.get(f"/conversations/{conversation_of('Leila Haddad')}"))


def test_a_promise_that_was_given_is_told_as_one(office):
    promise(office, "240")
    today = words(office.get("/today"))
    assert "our default" not in today
    assert "the 4 hours you promise" in today
    assert "our default" not in words(office.get("/measure"))
    assert "you promise 4 hours" in words(office.get(f"/conversations/{conversation_of('Leila Haddad')}"))


def test_a_conversation_in_which_nothing_waits_is_calm(office):
    page = body(office.get(f"/conversations/{conversation_of('Marek Dvořák')}"))
    assert "Nothing waits here." in page
    assert '<details><summary class="small">Write anyway' in page
    assert 'data-key="e"' not in page.split('<section class="mid"')[1]
    waits = body(office.get(f"/conversations/{conversation_of('Leila Haddad')}"))
    assert "Write anyway" not in waits
    assert 'data-key="e"' in waits


def test_a_draft_in_a_calm_conversation_is_not_hidden(office):
    talk = conversation_of("Marek Dvořák")
    office.post(f"/conversations/{talk}/draft", {"text": "One more thing."})
    assert '<details open><summary class="small">Write anyway' in body(office.get(f"/conversations/{talk}"))


def test_a_talk_done_says_so_and_can_be_taken_up_again(office):
    talk = conversation_of("Leila Haddad")
    office.post(f"/conversations/{talk}/done")
    page = body(office.get(f"/conversations/{talk}"))
    assert "You are done here" in page and "Undo" in page


def test_what_is_found_is_titled_by_its_conversation_and_marked(office, owner):
    hit = find("thermal sensors", member=owner)[0]
    assert (hit.title, hit.author) == ("Leila Haddad has a question open", "Leila Haddad")
    ours = find("insulate the first metre", member=owner)[0]
    assert (ours.title, ours.author) == ("Leila Haddad has a question open", "Halden Instruments")
    assert [ours.words[a:b] for a, b in ours.marks] == ["insulate the first metre"]
    page = body(office.get("/find?q=INSULATE"))
    assert "<mark>insulate</mark> the first metre" in page


def test_words_that_were_found_are_escaped_around_their_marks(office):
    assert "<mark>&amp;</mark>" not in body(office.get("/find?q=%26"))
    assert "<mark><" not in body(office.get("/find?q=%3C"))


def test_a_person_s_bar_has_its_name_and_its_dates(office):
    page = body(office.get(f"/people/{person_of('Leila Haddad')}"))
    assert "the bar: where you stood with each other" in page
    since = datetime.now(UTC) - timedelta(hours=101)
    assert f"friend since {since.day} {since:%b %Y}" in page
    assert f"The twelve months to {datetime.now(UTC) - timedelta(hours=26):%B %Y}, on one line" in page


def test_forgetting_says_how_much_goes_in_one_or_many(office):
    assert "(1 account, " in words(office.get(f"/people/{person_of('Leila Haddad')}"))


def test_the_theme_is_kept_and_a_visit_changes_nothing(office, client):
    assert 'data-theme="' not in body(office.get("/today"))
    answer = office.post("/theme", {"theme": "dark", "next": "/people?view=friends"})
    assert answer["Location"] == "/people?view=friends"
    page = body(office.get("/today"))
    assert '<html lang="en" data-theme="dark">' in page
    assert '<meta name="color-scheme" content="dark">' in page
    assert office.get("/theme").status_code == 405
    office.post("/theme", {"theme": "system"})
    assert 'data-theme="' not in body(office.get("/today"))


def test_a_theme_that_is_none_is_not_written_into_the_page(office):
    office.cookies["theme"] = '"><script>'
    assert "data-theme" not in body(office.get("/today"))
    office.post("/theme", {"theme": "purple", "next": "https://evil.example/"})
    assert "data-theme" not in body(office.get("/today"))

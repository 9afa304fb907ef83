"""Conversations of a network and in a language, and who answers in which."""

import re

import pytest
from django.test import Client

from twoears.conversations.models import Standing
from twoears.conversations.pages.queue import conversations
from twoears.jobs import catch_up
from twoears.team.models import Member
from twoears.threads.models import Turn
from twoears.understanding.teaching.actions import teach


def body(answer) -> str:
    return " ".join(answer.content.decode().split())


def names(answer) -> set[str]:
    return {row["person"] for row in answer.json()["rows"]}


def test_each_conversation_has_the_language_of_what_is_shown_of_it(office, owner):
    spoken = dict(Standing.objects.values_list("thread__counterpart__name", "language"))
    assert spoken["يوسف منصور"] == "ar"
    assert spoken["Leila Haddad"] == "en"
    assert conversations(owner).languages == ("ar", "en")


def test_those_who_wait_are_narrowed_to_a_language(office):
    assert names(office.get("/conversations.json?lang=ar")) == {"يوسف منصور"}
    assert "Leila Haddad" in names(office.get("/conversations.json?lang=en"))
    assert names(office.get("/conversations.json?lang=de")) == set()
    page = body(office.get("/conversations?lang=ar"))
    assert "One person waits for an answer" in page
    assert '<a class="pill on" href="?tab=waiting&amp;lang=ar" aria-current="true">Arabic</a>' in page
    assert "No conversation here is like that." in body(office.get("/conversations?lang=de"))


def test_a_choice_keeps_the_others(office):
    page = body(office.get("/conversations?tab=all&lang=en"))
    assert 'href="?tab=later&amp;lang=en"' in page
    assert 'href="?tab=all&amp;lang=ar"' in page


def test_what_a_member_speaks_is_one_choice(office, owner):
    assert "I speak it" not in body(office.get("/conversations"))
    assert "which you speak" in body(office.get("/conversations"))
    office.post("/settings/reading", {"languages": "Arabic, de"})
    owner.refresh_from_db()
    assert owner.languages == ["ar", "de"]
    assert 'value="Arabic, German"' in body(office.get("/settings"))
    assert "answers in Arabic, German" in body(office.get("/settings"))
    assert "I speak it" in body(office.get("/conversations"))
    assert names(office.get("/conversations.json?lang=mine")) == {"يوسف منصور"}


def test_a_language_that_nobody_knows_is_refused_and_nothing_changes(office, owner):
    office.post("/settings/reading", {"languages": "en"})
    answer = office.post("/settings/reading", {"languages": "Elvish"}, follow=True)
    assert "is no language that we know" in body(answer)
    owner.refresh_from_db()
    assert owner.languages == ["en"]


def test_readers_say_what_they_speak_too(looking: Client, reader: Member):
    looking.post("/settings/reading", {"languages": "en"})
    reader.refresh_from_db()
    assert reader.languages == ["en"]
    assert looking.get("/conversations.json?lang=mine").status_code == 200


def test_told_again_it_is_the_same(office):
    before = sorted(Standing.objects.values_list("thread", "language"))
    Standing.objects.update(language="")
    from twoears.activities.models import Position

    Position.objects.filter(step="thread").update(reached=0)
    catch_up()
    assert sorted(Standing.objects.values_list("thread", "language")) == before


@pytest.mark.parametrize("asked", ["?lang=<script>", "?lang=%00", "?lang=" + "x" * 500, "?tab=all&after=zz&lang=en"])
def test_whatever_is_asked_for_is_answered(office, asked):
    answer = office.get(f"/conversations{asked}")
    assert answer.status_code == 200
    assert not re.search(r"<script>(?!.*src)", body(answer))


def test_conversations_and_people_are_narrowed_to_what_was_said(office, owner):
    post = Turn.objects.filter(actor__name="Leila Haddad", ours=False).values_list("post", flat=True).first()
    teach(member=owner, post=post, reader="complaint", label="complaint")
    catch_up()
    said = names(office.get("/conversations.json?tab=all&label=complaint"))
    everyone = names(office.get("/conversations.json?tab=all"))
    assert "Leila Haddad" in said and said < everyone
    page = body(office.get("/conversations?tab=all&label=complaint&lang=en"))
    assert "Everywhere, in English: complaint" in page
    assert 'href="?tab=later&amp;lang=en&amp;label=complaint"' in page
    people = office.get("/people.json?label=complaint").json()
    assert "Leila Haddad" in [card["name"] for card in people["people"]]
    assert people["total"] < office.get("/people.json").json()["total"]
    assert "said what reads as complaint" in body(office.get("/people?label=complaint"))
    assert office.get("/people.json?label=nonsense").json()["label"] == ""

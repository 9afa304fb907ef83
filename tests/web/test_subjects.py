"""Voices from posts on the pages: a subject, its statements, who agrees in their own words, and what is marked."""

import re

import pytest
from django.test import Client

from twoears.activities.models import Post as PostRow
from twoears.conversations.voices import actions
from twoears.conversations.voices.models import StanceMark, Statement, Subject
from twoears.jobs import catch_up
from twoears.queries.actions import add
from twoears.understanding.needs.actions import make_code

DEARER = "Parking in the centre should cost more."


def body(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def desk(client: Client, owner) -> Client:
    client.force_login(owner)
    return client


def test_from_a_query_over_statements_and_marks_to_what_people_hold(desk, heard, owner) -> None:
    """
    2026-03-01  acme  says   -     Parking in the centre should cost more.
    2026-03-02  ann   says   -     I think parking in the centre should cost more, because <b>buses</b> are empty.
    2026-03-03  bob   reply  acme  Exactly!
    2026-03-04  cid   says   -     Parking in the centre should not cost more. Parking fees are theft.
    2026-03-05  dan   says   -     The parking in our centre is a scandal
    2026-03-06  dan   says   -     Parking, parking
    """
    heard("acme")
    page = body(desk.get("/voices"))
    assert "No subject yet." in page and "From posts" in page
    page = body(desk.post("/voices/subjects", {"name": "Parking", "text": "parking"}, follow=True))
    key = Subject.objects.get().pk
    assert "Made: Parking." in page and "What do they say on Parking?" in page and "No statement yet." in page
    page = body(desk.post(f"/voices/subjects/{key}/state", {"text": DEARER}, follow=True))
    assert "Stated." in page and "Three of four take a side on Parking" in page
    assert "posts of four people" in page or "5 posts of 4 people" in page
    assert "<b>2</b> agree · <b>1</b> disagree · of 1 of 4 it cannot be told" in page
    assert "&lt;b&gt;buses" in page and "<b>buses" not in page and "gives a reason (“because”)" in page
    assert "by the answer it gives" in page and "Ask them" in page and "takes no side that can be told" in page
    assert "there are 0 marks, and it takes 30" in page
    statement = Statement.objects.get().pk
    page = body(desk.get(f"/voices/statements/{statement}"))
    assert "agree, likely 90%, in nearly these words: is that right?" in page and "<mark>" in page
    dan = PostRow.objects.get(text__contains="scandal").pk
    page = body(
        desk.post(f"/voices/statements/{statement}/mark", {"item": f"post:{dan}", "side": "disagree"}, follow=True)
    )
    assert "Noted." in page and "Marked" in page and "scandal" in page
    assert "<b>2</b> disagree · of 0 of 4" in body(desk.get(f"/voices/subjects/{key}"))
    page = body(desk.post(f"/voices/marks/{StanceMark.objects.get().pk}/undo", follow=True))
    assert "Taken back." in page and not StanceMark.objects.filter(undone_at=None).exists()
    told = desk.get(f"/voices/subjects/{key}.json").json()
    assert told["statements"][0]["sides"]["agree"]["k"] == 2 and told["stable"] is False
    assert desk.get(f"/voices/statements/{statement}.json").json()["looked_at"] == 6


def test_a_statement_is_proposed_chosen_taken_back_and_brought_back(desk, heard, owner) -> None:
    """
    2026-03-01  ann   says   -     Parking in the old centre should cost more money.
    2026-03-02  bob   says   -     Parking in the old centre should cost more money!
    2026-03-03  cid   says   -     parking in the old centre should cost more money, now
    """
    heard("acme")
    kept = add(member=owner, text="parking", name="Fees")
    catch_up()
    desk.post("/voices/subjects", {"name": "Fees", "source": f"query:{kept.public_id}"})
    key = Subject.objects.get().pk
    page = body(desk.get(f"/voices/subjects/{key}?propose=yes"))
    assert "Sentences that many are near to" in page and "3 of 3" in page
    words = re.search(r'name="text" value="([^"]+)"><input type="hidden" name="item" value="(post:\d+)"', page)
    assert words
    desk.post(f"/voices/subjects/{key}/state", {"text": words[1], "item": words[2]})
    made = Statement.objects.get()
    assert made.post_id == int(words[2].partition(":")[2])
    page = body(desk.post(f"/voices/statements/{made.pk}/take-back", follow=True))
    assert "Statements that were taken back" in page
    assert "It stands again." in body(desk.post(f"/voices/statements/{made.pk}/bring-back", follow=True))
    page = body(desk.post(f"/voices/subjects/{key}/count-likes", follow=True))
    assert "Likes count from now on." in page and "Leave likes out" in page
    assert "Likes do not count" in body(desk.post(f"/voices/subjects/{key}/leave-likes-out", follow=True))
    page = body(desk.post(f"/voices/subjects/{key}/remove", follow=True))
    assert "Removed: Fees." in page and "Removed subjects" in page
    assert desk.get(f"/voices/subjects/{key}").status_code == 404
    assert "It is back: Fees." in body(desk.post(f"/voices/subjects/{key}/bring-back", follow=True))
    code = make_code(member=owner, name="space")
    page = body(desk.post("/voices/subjects", {"name": "Space", "source": f"need:{code.pk}"}, follow=True))
    assert "What was coded as" in page


def test_readers_look_strangers_see_nothing_and_nonsense_is_said(desk, client, heard, owner, reader) -> None:
    """
    2026-03-01  ann   says   -     Parking in the centre should cost more.
    """
    heard("acme")
    subject = actions.make_subject(member=owner, name="Parking", text="parking").pk
    statement = actions.state(member=owner, subject=subject, text=DEARER).pk
    for address, given, words in (
        ("/voices/subjects", {"name": "A"}, "Say what it is about"),
        ("/voices/subjects", {"name": "A", "text": "(a OR"}, "something is missing"),
        (f"/voices/subjects/{subject}/state", {"text": ""}, "there is no word in it"),
        (f"/voices/subjects/{subject}/state", {"text": DEARER}, "there already"),
        (f"/voices/statements/{statement}/mark", {"item": "x", "side": "agree"}, "names nothing"),
        (f"/voices/statements/{statement}/mark", {"item": "post:999", "side": "agree"}, "no post 999"),
        ("/voices/marks/999/undo", {}, "not here any more"),
    ):
        assert words in body(desk.post(address, given, follow=True)), address
    for address in ("/voices/subjects/999", "/voices/subjects/999/remove", f"/voices/subjects/{subject}/fly",
                    f"/voices/statements/{statement}/fly"):  # fmt: skip
        assert (desk.post if address.count("/") > 3 else desk.get)(address).status_code == 404, address
    client.force_login(reader)
    page = body(client.get(f"/voices/subjects/{subject}"))
    assert "<b>1</b> agree" in page and "State it" not in page and "Take back" not in page
    assert client.post(f"/voices/subjects/{subject}/state", {"text": "a b c"}).status_code == 403
    client.logout()
    for address in (f"/voices/subjects/{subject}", f"/voices/statements/{statement}"):
        assert client.get(address).status_code == 302 and client.get(f"{address}.json").status_code == 401

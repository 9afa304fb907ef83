"""What is named beside a conversation, and lists that are narrowed by it."""

from datetime import UTC, datetime

import pytest
import specimen

from twoears.activities.record import record
from twoears.activities.values import Actor, Post, created
from twoears.conversations.pages.queue import conversations
from twoears.jobs import catch_up


def body(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def named(office, market):
    """The market, and one who names a place with marks of a page in their words."""
    zed = Actor(id="https://a.example/users/zed", network="mastodon", handle="zed@a.example", name="Zed Lind")
    text = "@halden does the FX-9 ship to Lisbon, to Norrvik <b>GmbH? Ask Anna <i>Berg"
    mentions, said_at = (specimen.actor("halden").id,), datetime.now(UTC)
    record([created(Post(id=f"{zed.id}/1", author=zed, published=said_at, text=text, mentions=mentions))])
    catch_up()
    return office


def test_beside_a_conversation_stands_what_is_named_and_why(named) -> None:
    row = named.get("/conversations.json?tab=all&about=place:Lisbon").json()["rows"][0]
    page = body(named.get(f"/conversations/{row['conversation']}"))
    assert "What is named" in page and "∵ a city, and nothing else is called so" in page
    assert 'href="/conversations?tab=all&amp;about=place%3Alisbon"' in page
    assert "<b>GmbH" not in page and "<i>Berg" not in page
    message = named.get(f"/conversations/{row['conversation']}.json").json()["messages"][0]
    assert {one["key"] for one in message["entities"]} >= {"lisbon", "fx-9"}


def test_a_list_is_narrowed_and_says_so_and_keeps_it(named) -> None:
    page = body(named.get("/conversations?tab=all&about=place:lisbon"))
    assert "One conversation was heard" in page and "Place: lisbon" in page
    assert 'href="?tab=later&amp;about=place%3Alisbon"' in page
    assert ["place", "lisbon"] in named.get("/conversations.json?tab=all").json()["named"]
    assert "No conversation here is like that." in body(named.get("/conversations?tab=all&about=place:nowhere"))
    people = body(named.get("/people?about=place:lisbon"))
    assert "One person named lisbon" in people and 'name="about" value="place:lisbon"' in people


def test_posts_of_strangers_that_name_something_are_one_click_away(office) -> None:
    """Two strangers speak of Lisbon among themselves."""
    for n, name in enumerate(("Zed", "Yan")):
        who = Actor(id=f"https://a.example/users/{name}", network="mastodon", handle=f"{name}@a.example", name=name)
        text = f"Lisbon <b>is far, says {name}"
        record([created(Post(id=f"{who.id}/1", author=who, published=datetime(2026, 3, 1 + n, tzinfo=UTC), text=text))])
    catch_up()
    page = body(office.get("/conversations?tab=all&about=place:lisbon"))
    assert "No conversation of yours names it; 2 posts that were heard name lisbon." in page
    assert 'href="/find?about=place%3Alisbon"' in page
    waiting = body(office.get("/conversations?about=place:lisbon"))
    assert "No conversation here is like that; 2 posts that were heard name lisbon." in waiting
    found = body(office.get("/find?about=place:lisbon"))
    assert "Two posts name lisbon" in found and "<mark>Lisbon</mark> &lt;b&gt;is far, says Yan" in found
    assert found.index("says Yan") < found.index("says Zed")
    posts = office.get("/find.json?about=place:lisbon&after=1").json()["posts"]
    assert posts["shown"] == "2 to 2 of 2" and [hit["author"] for hit in posts["hits"]] == ["Zed"]
    assert "Nothing that was heard names nowhere" in body(office.get("/find?about=place:nowhere"))


def test_what_is_no_name_is_said_and_nothing_breaks(named) -> None:
    for address in ("/conversations?about=lisbon", "/people?about=lisbon", "/find?about=lisbon"):
        answer = named.get(address, follow=True)
        assert answer.status_code == 200 and "Write it as kind:key" in body(answer)


def test_who_may_see_no_conversation_is_offered_nothing_of_what_is_named_there(named, reader) -> None:
    assert ("place", "lisbon") in conversations(reader, tab="all").named
    reader.is_active = False
    assert conversations(reader, tab="all").named == ()

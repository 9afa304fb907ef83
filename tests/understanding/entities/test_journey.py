"""Behind the record: what posts name is found in its turn, made anew after an edit, and gone with what is deleted."""

from datetime import UTC, datetime

import msgspec
import pytest

from twoears import jobs
from twoears.activities.models import Position
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor, Post, created
from twoears.conversations.pages.queue import conversations
from twoears.conversations.pages.thread import conversation
from twoears.jobs import catch_up, left_to_do
from twoears.people.pages import people_list
from twoears.team.actions import first_owner
from twoears.threads.actions import say_us
from twoears.understanding.entities import actions
from twoears.understanding.entities.models import Entity
from twoears.understanding.entities.values import NotNamed

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
ANN = Actor(id="https://x.com/ann", network="x", handle="ann", name="Ann Lindqvist")
BOB = Actor(id="https://x.com/bob", network="x", handle="bob", name="Bob")
ACME = Actor(id="https://x.com/acme", network="x", handle="acme", name="Acme Pumps")
ASKED = Post(id="https://x.com/ann/1", author=ANN, published=AT, mentions=("@acme",),
             text="@acme does the FX-3 come to Berlin by Friday, for €20?")  # fmt: skip
OTHER = Post(id="https://x.com/bob/1", author=BOB, published=AT, mentions=("@acme",), text="@acme is it loud?")


def hear(*posts: Post) -> None:
    say_us(member=None, handles=["@acme"])
    record([created(post) for post in posts])
    catch_up()


def named() -> set[tuple[str, str]]:
    return set(Entity.objects.values_list("kind", "key"))


def test_what_a_post_names_is_found_after_everything_else() -> None:
    hear(ASKED)
    assert named() == {
        ("handle", "acme@x"), ("product", "fx-3"), ("place", "berlin"), ("date", "2026-03-06"), ("price", "EUR 20.00"),
    }  # fmt: skip
    assert left_to_do() == 0
    assert actions.find_entities(jobs.known_here, after_step=jobs.UNDERSTOOD) == 0


def test_old_posts_are_looked_at_again_when_the_finders_change(monkeypatch: pytest.MonkeyPatch) -> None:
    hear(ASKED)
    Entity.objects.all().delete()
    catch_up()
    assert named() == set()
    monkeypatch.setattr(jobs, "NAMED_AS", "another")
    assert left_to_do() > 0
    catch_up()
    assert ("place", "berlin") in named() and left_to_do() == 0


def test_an_edit_is_read_anew_and_a_deletion_leaves_nothing() -> None:
    hear(ASKED)
    edited = msgspec.structs.replace(ASKED, text="@acme does it come to Madrid?")
    record([Activity(id="e", type="Update", actor=ANN, object=edited, published=AT.replace(hour=10))])
    catch_up()
    assert named() == {("handle", "acme@x"), ("place", "madrid")}
    record([Activity(id="d", type="Delete", actor=ANN, object=ASKED.id, published=AT.replace(hour=11))])
    catch_up()
    assert named() == set()


def test_whoever_turned_to_us_is_known_in_what_others_say_later() -> None:
    ours = Post(id="https://x.com/acme/1", author=ACME, published=AT, text="It does.", in_reply_to=ASKED.id)
    hear(ASKED, ours)
    hear(msgspec.structs.replace(OTHER, text="@acme I heard of it from Ann Lindqvist, who likes Acme Pumps"))
    assert {("person", "ann lindqvist"), ("company", "acme pumps")} <= named()


def test_a_second_process_does_nothing_twice() -> None:
    hear(ASKED)
    count = Entity.objects.count()
    Position.objects.filter(step=actions.STEP).update(reached=0)
    catch_up()
    assert Entity.objects.count() == count


def test_conversations_and_people_are_narrowed_to_what_was_named() -> None:
    hear(ASKED, OTHER)
    owner = first_owner()
    assert [row.person for row in conversations(owner, tab="all", about="place:Berlin").rows] == ["Ann Lindqvist"]
    assert conversations(owner, tab="all").total == 2
    assert conversations(owner, tab="all", about="place:paris").total == 0
    assert [card.name for card in people_list(about="product:FX-3")[0]] == ["Ann Lindqvist"]
    for ask in (lambda: conversations(owner, about="berlin"), lambda: people_list(about="berlin")):
        with pytest.raises(NotNamed):
            ask()


def test_a_conversation_tells_what_each_message_names_with_the_reason() -> None:
    hear(ASKED)
    owner = first_owner()
    shown = conversation(conversations(owner, tab="all").rows[0].conversation, owner).messages[0]
    berlin = next(one for one in shown.entities if one.kind == "place")
    assert shown.text[berlin.start : berlin.end] == berlin.name == "Berlin"
    assert berlin.reason == "a city, and nothing else is called so"

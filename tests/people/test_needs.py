"""Segments: people by what they said themselves, strangers as accounts, with their words."""

from collections.abc import Callable

import pytest

from twoears.activities.models import Actor
from twoears.activities.models import Post as PostRow
from twoears.people.actions import forget
from twoears.people.models import Identity, Person
from twoears.people.needs.pages import account_named, segments
from twoears.people.pages import people_list
from twoears.team.models import Member
from twoears.understanding.needs.actions import make_code
from twoears.understanding.needs.coding.actions import code_item, keep_talk
from twoears.understanding.needs.coding.pages import one_talk
from twoears.understanding.needs.items import Item, item
from twoears.understanding.needs.models import Coding, Passage, Talk
from twoears.understanding.needs.trouble import BadWords, NothingToCode

pytestmark = pytest.mark.django_db


def said_by(handle: str) -> list[Item]:
    posts = PostRow.objects.filter(author__handle=handle).order_by("pk")
    return [Item("post", pk) for pk in posts.values_list("pk", flat=True)]


@pytest.fixture
def market(heard: Callable[..., None], stream: object) -> None:
    heard("acme")


def test_people_stand_by_what_they_said_of_all_that_was_looked_at(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  My battery is flat.
    2026-03-01 09:05  acme  reply  ann   The battery is fine.
    2026-03-01 09:10  ann   says   acme  Flat again, this battery.
    2026-03-01 10:00  bob   says   acme  Where is my parcel?
    2026-03-01 11:00  eve   says   -     A battery somewhere is flat.
    """
    heard("acme")
    battery = make_code(member=owner, name="battery")
    for one in (*said_by("ann"), *said_by("eve"), *said_by("acme")):
        code_item(member=owner, item=one, code=battery.pk)
    code_item(member=owner, item=said_by("bob")[0], code=None)
    found = segments().segments[0]
    assert (found.people.k, found.people.n) == (2, 3), "what we say ourselves puts nobody in a segment"
    ann, eve = found.who
    assert (ann.name, ann.said, len(ann.quotes)) == ("Ann", 2, 2) and ann.person
    assert ann.quotes[0].text == "Flat again, this battery."
    assert eve.name == "Eve" and eve.person == "", "a stranger stays an account"
    assert not Identity.objects.filter(actor__handle="eve").exists()
    assert [card.name for card in people_list(need=battery.pk)[0]] == ["Ann"]
    assert people_list(need=battery.pk, view="customers")[2] == 0


def test_an_interview_is_their_words_and_a_call_is_ours(owner: Member, heard: Callable[..., None]) -> None:
    """2026-03-01 09:00  ann  says  acme  Hello there, a question."""
    heard("acme")
    need = make_code(member=owner, name="quiet")
    ann = account_named("@ann")
    for kind in ("interview", "call"):
        talk = keep_talk(member=owner, title=kind, text="It is too loud.", kind=kind, actor=ann)
        code_item(member=owner, item=item(one_talk(talk.pk)[1][0].item.id), code=need.pk)
    nobody = keep_talk(member=owner, title="somebody", text="Too loud.")
    code_item(member=owner, item=item(one_talk(nobody.pk)[1][0].item.id), code=need.pk)
    found = segments()
    assert (found.segments[0].people.k, found.people, found.aside) == (1, 1, 2)
    assert [quote.kind for quote in found.segments[0].who[0].quotes] == ["interview"]
    assert segments(need.pk).segments == found.segments


def test_who_is_forgotten_is_in_no_talk_and_no_segment(owner: Member, heard: Callable[..., None]) -> None:
    """2026-03-01 09:00  ann  says  acme  My battery is flat."""
    heard("acme")
    battery = make_code(member=owner, name="battery", examples=said_by("ann"))
    code_item(member=owner, item=said_by("ann")[0], code=battery.pk)
    talk = keep_talk(member=owner, title="Ann", text="Flat.", actor=account_named("ann"))
    code_item(member=owner, item=item(one_talk(talk.pk)[1][0].item.id), code=battery.pk)
    person = Person.objects.get()
    forget(member=owner, person=person.public_id, typed=person.name)
    assert not Talk.objects.exists() and not Passage.objects.exists() and not Coding.objects.exists()
    assert segments().segments[0].people.k == 0


def test_an_account_is_named_by_handle_id_or_person(owner: Member, heard: Callable[..., None]) -> None:
    """2026-03-01 09:00  ann  says  acme  My battery is flat."""
    heard("acme")
    ann = Actor.objects.get(handle="ann")
    for words in ("ann", "@Ann", ann.uid, Person.objects.get().public_id):
        assert account_named(words) == ann.pk
    with pytest.raises(NothingToCode):
        account_named("zoe")
    with pytest.raises(BadWords):
        account_named("a\x00")

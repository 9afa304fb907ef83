"""Sent once, whatever breaks: the network, the answer, or we ourselves."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Min

from tests.conftest import actor
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.lib.http import TryLater, Unreachable
from twoears.publishing.actions import CannotSend, MayNotSend, it_is_there, mouths, send, try_again, withdraw
from twoears.publishing.models import Delivery, State
from twoears.publishing.tasks import deliver
from twoears.sources.actions import connect
from twoears.sources.catalogue import sources
from twoears.sources.models import Connection
from twoears.sources.reading import Asked, Heard, Source, Thing
from twoears.sources.sending import Access, Letter, NotSent, Outgoing, Sent
from twoears.team.models import Member

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Killed(BaseException):
    """The process ends here."""


class Network:
    """A place that keeps what it is sent; `plan` says what goes wrong at each try."""

    def __init__(self, *plan: str) -> None:
        self.plan = list(plan)
        self.kept: list[Letter] = []
        self.looked = 0

    def send(self, letter: Letter, access: Access) -> Sent:
        assert access.secrets == {"token": "t"}
        goes = self.plan.pop(0) if self.plan else "well"
        if goes == "refused":
            raise NotSent("You may not speak here.")
        if goes == "busy":
            raise TryLater("Come back later.", 60)
        if goes == "never arrived":
            raise Unreachable("It did not answer in time.")
        self.kept.append(letter)
        if goes == "answer lost":
            raise Unreachable("It did not answer in time.")
        if goes == "killed":
            raise Killed
        return Sent(id=f"net:{letter.key}", url=f"https://net.example/{letter.key}")

    def find(self, letter: Letter, access: Access) -> Sent | None:
        self.looked += 1
        there = any(kept.key == letter.key for kept in self.kept)
        return Sent(id=f"net:{letter.key}") if there else None


def _read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    yield from ()


def _fits(thing: Thing) -> float:
    return 1.0 if thing.text == "a network" else 0.0


@pytest.fixture
def network() -> Iterator[Callable[..., Network]]:
    def make(*plan: str, blind: bool = False, again: bool = False) -> Network:
        made = Network(*plan)
        find = None if blind else made.find
        out = Outgoing(acts=("reply", "post"), send=made.send, find=find, again=again, longest=30)
        sources()["net"] = Source(
            kind="net", title="Net", mark="n", sees="", blind="", fits=_fits, read=_read, post=out
        )  # fmt: skip
        return made

    yield make
    sources().pop("net", None)


def ours() -> Connection:
    return connect("a network", asked=Asked(secrets={"token": "t"}))


def asked() -> PostRow:
    with transaction.atomic():
        record([created(Post(id="net:1", author=actor("ann"), published=NOON, text="Does it run?"))])
    return PostRow.objects.get(uid="net:1")


def work() -> None:
    """The worker until nothing is left to do, killed now and then; it looks again when something falls due."""
    moment = NOON
    for _ in range(100):
        try:
            while deliver(moment):
                pass
        except Killed:
            pass
        due = Delivery.objects.aggregate(next=Min("next_at"), left=Min("lease_until"))
        coming = [at for at in due.values() if at is not None]
        if not coming:
            return
        moment = max(moment, *coming) + timedelta(seconds=1)
    raise AssertionError("it never comes to an end")


@pytest.mark.parametrize(
    "plan",
    [
        (),
        ("answer lost",),
        ("killed",),
        ("never arrived", "answer lost"),
        ("busy", "killed"),
        ("never arrived", "never arrived", "busy"),
    ],
)
def test_it_is_there_once(network: Callable[..., Network], owner: Member, plan: tuple[str, ...]) -> None:
    there = network(*plan)
    delivery = send(member=owner, connection=ours(), act="reply", text="It does.", about=asked(), now=NOON)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, len(there.kept)) == (State.SENT, 1)
    assert delivery.sent_uid == f"net:{delivery.key}"


def test_whatever_goes_wrong_in_whatever_order_nothing_is_there_twice(
    network: Callable[..., Network], owner: Member
) -> None:
    chance = random.Random(11)
    for number in range(40):
        plan = [chance.choice(["answer lost", "killed", "never arrived", "busy"]) for _ in range(chance.randrange(6))]
        there = network(*plan)
        send(member=owner, connection=ours(), act="post", text=f"Number {number}", now=NOON)
        work()
        assert len(there.kept) == 1, plan
    assert not Delivery.objects.exclude(state=State.SENT).exists()


def test_where_nobody_can_look_a_member_says_what_became_of_it(network: Callable[..., Network], owner: Member) -> None:
    there = network("answer lost", blind=True)
    delivery = send(member=owner, connection=ours(), act="post", text="Hello", now=NOON)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, len(there.kept)) == (State.UNKNOWN, 1)
    assert "Look there" in delivery.said
    assert it_is_there(member=owner, delivery=delivery, url="https://net.example/1")
    assert not try_again(member=owner, delivery=delivery), "what is there is not sent again"
    delivery.refresh_from_db()
    assert delivery.state == State.SENT


def test_where_nobody_can_look_a_member_s_word_sends_it_again(network: Callable[..., Network], owner: Member) -> None:
    there = network("never arrived", blind=True)
    delivery = send(member=owner, connection=ours(), act="post", text="Hello", now=NOON)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, there.kept) == (State.UNKNOWN, [])
    assert try_again(member=owner, delivery=delivery, now=NOON)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, len(there.kept)) == (State.SENT, 1)


def test_a_busy_network_leaves_no_doubt_behind(network: Callable[..., Network], owner: Member) -> None:
    there = network("busy", "busy", blind=True)
    delivery = send(member=owner, connection=ours(), act="post", text="Hello", now=NOON)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, len(there.kept)) == (State.SENT, 1)


def test_where_the_network_knows_our_key_nobody_has_to_look(network: Callable[..., Network], owner: Member) -> None:
    there = network("never arrived", again=True)
    send(member=owner, connection=ours(), act="post", text="Hello", now=NOON)
    work()
    assert (len(there.kept), there.looked) == (1, 0)


def test_a_refusal_is_said_and_can_be_mended(network: Callable[..., Network], owner: Member) -> None:
    there = network("refused")
    delivery = send(member=owner, connection=ours(), act="post", text="Hello", now=NOON)
    work()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.said, there.kept) == (State.FAILED, "You may not speak here.", [])
    assert try_again(member=owner, delivery=delivery, now=NOON)
    work()
    assert len(there.kept) == 1


def test_a_member_takes_back_what_was_not_begun(network: Callable[..., Network], owner: Member) -> None:
    there = network()
    delivery = send(member=owner, connection=ours(), act="post", text="Hello", now=NOON)
    assert withdraw(member=owner, delivery=delivery)
    work()
    assert there.kept == []
    assert not withdraw(member=owner, delivery=delivery)


def test_pressing_twice_sends_once(network: Callable[..., Network], owner: Member) -> None:
    there = network()
    about, connection = asked(), ours()
    first = send(member=owner, connection=connection, act="reply", text="It does.", about=about, now=NOON)
    assert send(member=owner, connection=connection, act="reply", text="It does. ", about=about, now=NOON) == first
    work()
    assert len(there.kept) == 1


def test_what_cannot_be_sent_is_said_before_anything_is_done(network: Callable[..., Network], owner: Member) -> None:
    network()
    connection = ours()
    with pytest.raises(CannotSend, match="31 characters"):
        send(member=owner, connection=connection, act="post", text="x" * 31)
    with pytest.raises(CannotSend, match="no words"):
        send(member=owner, connection=connection, act="post", text="  ")
    with pytest.raises(CannotSend, match="which post"):
        send(member=owner, connection=connection, act="reply", text="Yes")
    with pytest.raises(CannotSend, match="cannot like"):
        send(member=owner, connection=connection, act="like", about=asked())
    owner.role = "reader"
    with pytest.raises(MayNotSend):
        send(member=owner, connection=connection, act="post", text="Hello")
    assert not Delivery.objects.exists()


def test_we_speak_only_where_a_member_gave_a_key(network: Callable[..., Network]) -> None:
    network()
    assert mouths() == []
    mine = ours()
    assert mouths() == mouths("net") == [mine]
    assert bytes(mine.sealed) and b"token" not in bytes(mine.sealed)


def test_mail_is_answered_through_a_mailbox() -> None:
    mine = connect("sales@acme.example", asked=Asked(secrets={"password": "p"}))
    assert (mouths("mail"), mouths("bluesky")) == ([mine], [])

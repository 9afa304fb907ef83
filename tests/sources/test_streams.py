"""Streams that stay open, and what is brought to our door: nothing lost, nothing twice, whatever is cut."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import actor
from twoears.activities import models
from twoears.activities.values import Post, created
from twoears.lib.http import Broken, TryLater
from twoears.sources.actions import connect, listen, next_due, pause
from twoears.sources.catalogue import sources
from twoears.sources.models import Aside, Brought, Connection, Gap, Look, State
from twoears.sources.reading import (
    Alive,
    Asked,
    CannotRead,
    Cursor,
    Heard,
    Incoming,
    Missed,
    NothingToFollow,
    Source,
    Thing,
)
from twoears.sources.tasks import _pause, follow, streams_due, take_in
from twoears.team.models import Member

pytestmark = pytest.mark.django_db
NETWORK = [
    created(
        Post(
            id=f"https://x.com/ann/status/{n}",
            author=actor("ann"),
            published=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=n),
            text=f"Words {n}",
        )
    )
    for n in range(10)
]
Script = Callable[[int], Iterator[Heard]]


class Scripted:
    """A place whose stream does what the test says at each opening; it goes on from the place it is given."""

    def __init__(self, *openings: Script) -> None:
        self.openings = list(openings)
        self.asked: list[Asked] = []

    def stream(self, thing: Thing, asked: Asked) -> Iterator[Heard]:
        self.asked.append(asked)
        yield from self.openings.pop(0)(int(asked.cursor.get("at", "0")))

    def done(self) -> bool:
        return not self.openings


def _never(thing: Thing, asked: Asked) -> Iterator[Heard]:
    yield from ()


def _fits(thing: Thing) -> float:
    return 1.0 if thing.text.startswith("scripted") else 0.0


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Scripted]]:
    monkeypatch.setattr("twoears.sources.tasks._PAUSE", 0.01)
    monkeypatch.setattr("twoears.sources.tasks._TICK", 0.05)

    def make(*openings: Script, **more: object) -> Scripted:
        made = Scripted(*openings)
        sources()["scripted"] = Source(
            kind="scripted", title="Scripted", mark="s", sees="", blind="", fits=_fits,
            stream=made.stream, **{"read": _never, **more},  # type: ignore[arg-type]
        )  # fmt: skip
        return made

    yield make
    sources().pop("scripted", None)


def to(end: int, *, then: Exception | None = None) -> Script:
    """Say everything up to `end` from where we are, each with its place; then fail, or end in order."""

    def say(start: int) -> Iterator[Heard]:
        yield Alive()
        for number in range(start, end):
            yield NETWORK[number]
            yield Cursor({"at": str(number + 1)})
        if then:
            raise then

    return say


def heard() -> int:
    return models.Activity.objects.count()


def test_a_stream_that_is_cut_goes_on_where_it_was(place: Callable[..., Scripted]) -> None:
    script = place(to(4, then=Broken("The line broke.")), to(7), to(10))
    connection = connect("scripted")
    follow(connection, stop=_all_heard)
    assert heard() == 10
    assert [asked.cursor.get("at") for asked in script.asked] == [None, "4", "7"]
    assert models.Post.objects.count() == 10
    torn = Gap.objects.order_by("pk")
    assert [(gap.why, gap.filled_at is not None) for gap in torn] == [
        ("The line broke.", True),
        ("The other side ended the stream. We connect again.", True),
    ]
    assert Look.objects.filter(well=False).count() >= 2


def _all_heard() -> bool:
    return heard() == 10


def test_what_comes_twice_is_one_thing(place: Callable[..., Scripted]) -> None:
    def forgetful(start: int) -> Iterator[Heard]:
        yield Alive()
        yield from NETWORK[:6]
        raise Broken("cut before any place was told")

    def again(start: int) -> Iterator[Heard]:
        assert start == 0
        yield Alive()
        yield from NETWORK

    place(forgetful, again)
    connection = connect("scripted")
    follow(connection, stop=_all_heard)
    connection.refresh_from_db()
    assert (heard(), connection.new, connection.known) == (10, 10, 6)
    assert Gap.objects.filter(filled_at=None).count() == 1, "without a place only a look can fill the hole"


def test_a_server_that_asks_us_to_wait_is_obeyed(place: Callable[..., Scripted]) -> None:
    assert _pause(0, TryLater("busy", 90)) >= 90
    assert _pause(5, Broken("x")) <= 300
    assert len({_pause(5, None) for _ in range(5)}) == 5, "those that were cut together come back apart"


def test_a_stream_that_nobody_wants_any_more_is_left(place: Callable[..., Scripted], owner: Member) -> None:
    def endless(start: int) -> Iterator[Heard]:
        yield Alive()
        while True:
            yield Alive()

    place(endless)
    connection = connect("scripted")
    pause(member=owner, connection=connection)
    follow(connection, stop=lambda: False)
    connection.refresh_from_db()
    assert connection.state == State.PAUSED
    assert connection.stream_lease_until is None
    assert streams_due() == []


def test_one_process_holds_a_stream(place: Callable[..., Scripted]) -> None:
    place(to(1))
    connect("scripted")
    assert len(streams_due()) == 1
    assert streams_due() == []
    later = datetime.now(UTC) + timedelta(minutes=11)
    assert len(streams_due(later)) == 1, "who died holding it does not hold it for ever"


def test_of_a_whole_network_only_what_is_kept_is_recorded(place: Callable[..., Scripted]) -> None:
    place(to(10), everything=True)
    connection = connect("scripted")
    place_reached = lambda: Connection.objects.get().stream_cursor == {"at": "10"}  # noqa: E731
    follow(connection, stop=place_reached, keep=lambda whole: [a for a in whole if a.id.endswith("3#create")])
    assert list(models.Post.objects.values_list("text", flat=True)) == ["Words 3"]


def test_what_is_brought_waits_until_it_is_known_what_it_means(place: Callable[..., Scripted]) -> None:
    known = False

    def takes(incoming: Incoming, asked: Asked) -> Iterator[Heard]:
        yield NETWORK[int(incoming.body)]

    place(takes=takes, ready=lambda asked: known)
    connection = connect("scripted door")
    for number in (b"1", b"2"):
        Brought.objects.create(connection=connection, at=datetime.now(UTC), body=number)
    assert take_in() == 0
    assert (Brought.objects.count(), heard()) == (2, 0)
    known = True
    assert take_in() == 2
    assert (Brought.objects.count(), heard()) == (0, 2)


def test_only_so_many_bytes_are_read_at_once(place: Callable[..., Scripted], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twoears.sources.tasks._MOST_AT_ONCE", 10)

    def takes(incoming: Incoming, asked: Asked) -> Iterator[Heard]:
        yield NETWORK[len(incoming.body)]

    place(takes=takes)
    connection = connect("scripted door")
    for size in (6, 7, 8):
        Brought.objects.create(connection=connection, at=datetime.now(UTC), body=b"x" * size)
    assert (take_in(), take_in(), take_in()) == (2, 1, 0)
    assert heard() == 3


def test_what_is_brought_is_read_once_and_what_is_broken_is_set_aside(place: Callable[..., Scripted]) -> None:
    def takes(incoming: Incoming, asked: Asked) -> Iterator[Heard]:
        if incoming.body == b"broken":
            raise CannotRead("It is broken.")
        yield NETWORK[int(incoming.body)]

    place(takes=takes)
    connection = connect("scripted")
    assert connection.door, "what others bring to us has an address that cannot be guessed"
    for body in (b"0", b"broken", b"1", b"0"):
        Brought.objects.create(connection=connection, at=datetime.now(UTC), body=body)
    assert take_in() == 4
    assert take_in() == 0
    assert heard() == 2
    assert Aside.objects.get().reason == "It is broken."
    assert Connection.objects.get(pk=connection.pk).set_aside == 1


def test_where_there_is_nothing_to_follow_looks_go_on(place: Callable[..., Scripted]) -> None:
    def none(start: int) -> Iterator[Heard]:
        raise NothingToFollow("There is no stream here.")
        yield

    place(none)
    connection = connect("scripted")
    follow(connection, stop=lambda: False)
    connection.refresh_from_db()
    assert (connection.state, connection.failures, connection.last_error) == (State.WAITING, 0, "")
    assert streams_due() == [], "nobody asks again at once"
    assert streams_due(datetime.now(UTC) + timedelta(minutes=11)) == [connection], (
        "but in a while: there may be one now"
    )


def test_a_stream_without_a_place_of_its_own_is_given_that_of_looks(place: Callable[..., Scripted]) -> None:
    script = place(to(10))
    connection = connect("scripted")
    Connection.objects.filter(pk=connection.pk).update(cursor={"at": "7"})
    follow(connection, stop=script.done)
    assert script.asked[0].cursor == {"at": "7"}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_source_that_fails_as_nobody_foresaw_is_opened_again(place: Callable[..., Scripted]) -> None:
    def faulty(start: int) -> Iterator[Heard]:
        yield Alive()
        yield NETWORK[0]
        raise ZeroDivisionError

    place(faulty, to(10))
    follow(connect("scripted"), stop=_all_heard)
    assert heard() == 10


def test_what_a_stream_missed_is_looked_for_at_once(place: Callable[..., Scripted]) -> None:
    def forgetful(start: int) -> Iterator[Heard]:
        yield Alive()
        yield Missed(why="It could not be asked for.")

    looks = iter((NETWORK[:2], NETWORK[:5], NETWORK))
    script = place(forgetful, live=True, every=900, read=lambda thing, asked: iter(next(looks)))
    connection = connect("scripted")
    listen(connection)
    connection.refresh_from_db()
    assert connection.next_at and connection.next_at > datetime.now(UTC)
    follow(connection, stop=lambda: script.done() and Gap.objects.exists())
    due = next_due()
    assert due == connection
    listen(due)
    assert not Gap.objects.filter(filled_at=None).exists()


def test_a_hole_torn_while_we_look_is_filled_by_a_look_behind_it(place: Callable[..., Scripted]) -> None:
    connection = None

    def tearing(thing: Thing, asked: Asked) -> Iterator[Heard]:
        yield NETWORK[0]
        if not Gap.objects.exists():
            Gap.objects.create(connection=connection, until=datetime.now(UTC), why="It was cut.")

    place(live=True, every=900, read=tearing)
    connection = connect("scripted")
    listen(connection)
    assert Gap.objects.get().filled_at is None
    due = next_due()
    assert due == connection
    listen(due)
    assert Gap.objects.get().filled_at is not None
    assert next_due() is None

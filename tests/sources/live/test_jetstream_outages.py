"""A stream that breaks in every way: nothing is lost, nothing is there twice, and a hole that stays is told."""

import time
from collections.abc import Callable, Iterator

import pytest

from tests.sources.live.jetstreams import (
    ANN,
    BEN,
    START,
    Opening,
    Relay,
    Told,
    all_of_it,
    answer,
    cbor,
    cut_inside,
    garbage,
    gone,
    mute,
    post,
    running,
    some,
)
from twoears.activities.models import Activity, Post
from twoears.sources.actions import connect, listen
from twoears.sources.models import Aside, Connection, Gap
from twoears.sources.reading import Asked
from twoears.sources.tasks import follow

pytestmark = pytest.mark.django_db
FIRST = post(1, BEN, "Does it run on SQLite?")
SAID = [FIRST, *(answer(n, ANN if n % 2 else BEN, f"Words {n}", FIRST) for n in range(2, 12))]
WIRES = ("jetstream", "firehose")


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twoears.sources.tasks._PAUSE", 0.02)
    monkeypatch.setattr("twoears.sources.tasks.FLUSH", 0.05)
    monkeypatch.setattr("twoears.sources.jetstream.read.SILENCE", 0.2)
    # The network of this file speaks from START on, whenever the test is run.
    monkeypatch.setattr("twoears.sources.jetstream.read._now", lambda: int(START.timestamp()) * 1_000_000)
    monkeypatch.setattr("twoears.sources.jetstream.read._PLACE_AFTER", 0.0)
    monkeypatch.setattr("twoears.lib.sockets._CONNECT", 0.5)


@pytest.fixture(params=WIRES)
def relay(request: pytest.FixtureRequest) -> Iterator[Relay]:
    with running(Relay(*SAID, wire=request.param)) as made:
        yield made


def hear(relay: Relay, until: Callable[[], bool], *, seconds: float = 90) -> Connection:
    """Follow it until all is well; a test that waits for ever says what it has."""
    connection = connect(relay.wire, asked=Asked(base=f"ws://127.0.0.1:{relay.port}"))
    end = time.monotonic() + seconds

    def stop() -> bool:
        assert time.monotonic() < end, (Post.objects.count(), Activity.objects.count(), connection.last_error)
        return until()

    follow(connection, stop=stop)
    connection.refresh_from_db()
    return connection


def all_there() -> bool:
    return Post.objects.count() == len(SAID)


def each_once() -> None:
    assert sorted(Post.objects.values_list("text", flat=True)) == sorted(e.record["text"] for e in SAID)
    assert Activity.objects.count() == len(SAID)


def refused(status: int, headers: dict[str, str]) -> Callable[[Relay], None]:
    return lambda relay: relay.refuse.append((status, headers))


def plan(*openings: Opening) -> Callable[[Relay], None]:
    return lambda relay: relay.plan.extend(openings)


OUTAGES = {
    "nothing happens": plan(all_of_it),
    "it ends in order, again and again": plan(some(3), some(2), some(4)),
    "it is cut inside a message": plan(cut_inside(4), cut_inside(2)),
    "it is cut before the first message": plan(cut_inside(0), cut_inside(0), some(0)),
    "it tells a part and falls silent": plan(mute),
    "it asks us to wait at the door": refused(429, {"Retry-After": "1"}),
    "it is not there for a while": refused(502, {}),
    "it is busy": refused(503, {"Retry-After": "1"}),
}


@pytest.mark.parametrize("outage", OUTAGES)
def test_nothing_is_lost_and_nothing_is_there_twice(relay: Relay, outage: str) -> None:
    OUTAGES[outage](relay)
    connection = hear(relay, all_there)
    each_once()
    # A firehose that was cut before it told any place cannot be asked for what was before.
    placeless = relay.wire == "firehose" and outage == "it is cut before the first message"
    assert Gap.objects.filter(filled_at=None).exists() == placeless
    assert connection.stream_cursor
    assert relay.asked[-1].get("cursor") or len(relay.asked) == 1 or outage.startswith(("it asks", "it is"))


def test_noise_is_set_aside_and_the_rest_is_heard(relay: Relay) -> None:
    relay.plan = [garbage]
    hear(relay, lambda: all_there() and Aside.objects.count() >= 5)
    each_once()
    assert Aside.objects.count() < 10, "the same noise is kept once"


def test_a_place_that_is_not_held_any_more_is_a_hole_that_is_told(relay: Relay) -> None:
    def forget(relay: Relay, connection: object, events: list[Told]) -> None:
        some(4)(relay, connection, events)  # type: ignore[arg-type]
        relay.forgotten = 6

    def later(relay: Relay, connection: object, events: list[Told]) -> None:
        if relay.wire == "firehose":
            told = {"name": "OutdatedCursor", "message": "Requested cursor exceeded limit."}
            connection.send(cbor({"op": 1, "t": "#info"}) + cbor(told))  # type: ignore[attr-defined]
        all_of_it(relay, connection, events)  # type: ignore[arg-type]

    relay.plan = [forget, later]
    hear(relay, lambda: Post.objects.count() == 9)
    assert "does not hold our place" in Gap.objects.get(filled_at=None).why
    assert Activity.objects.count() == 9
    listen(Connection.objects.get())
    assert Gap.objects.filter(filled_at=None).exists(), "a stream has no past to look at"


def test_a_server_that_lost_its_count_or_its_clock_is_followed_from_there(relay: Relay) -> None:
    """Its disk was lost: it begins anew, before our place."""
    new = [post(n, ANN, f"After the loss {n}") for n in range(-90, -87)] if relay.wire == "jetstream" else [
        post(n, ANN, f"After the loss {n}") for n in (1, 2, 3)]  # fmt: skip

    def lose(relay: Relay, connection: object, events: list[Told]) -> None:
        some(11)(relay, connection, events)  # type: ignore[arg-type]
        relay.events = new

    def ahead(relay: Relay, connection: object, events: list[Told]) -> None:
        if relay.wire == "firehose":
            connection.send(cbor({"op": -1}) + cbor({"error": "FutureCursor"}))  # type: ignore[attr-defined]
        else:
            all_of_it(relay, connection, new)  # type: ignore[arg-type]

    relay.plan = [lose, ahead]
    there = lambda: Post.objects.filter(text__startswith="After").count() == (3 if relay.wire == "jetstream" else 0)  # noqa: E731
    connection = hear(relay, lambda: there() and Gap.objects.filter(filled_at=None).exists())
    hole = Gap.objects.filter(filled_at=None).order_by("pk")[0]
    assert "cannot be told" in hole.why
    if relay.wire == "firehose":
        assert connection.stream_cursor == {}, "it would wait at our place for ever"
    else:
        assert int(connection.stream_cursor["time_us"]) == new[-1].time_us


def test_what_was_deleted_while_we_were_away_is_withdrawn(relay: Relay) -> None:
    relay.events.append(gone(12, SAID[3]))
    relay.plan = [some(5), some(0)]
    hear(relay, lambda: Activity.objects.filter(type="Delete").exists() and all_there())
    assert Post.objects.get(uid=f"at://{BEN}/{SAID[3].path}").text == ""
    assert Post.objects.exclude(text="").count() == len(SAID) - 1

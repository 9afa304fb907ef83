"""Sources that talk to us by themselves: streams that stay open, and what is brought to our door.

A stream is pumped by a thread of its own into a queue that holds only so much, and recorded from there a second at a
time, together with the place it has come to. Whoever is killed in between goes on from that place; what came twice is
known. Where a stream cannot go on from a place, the hole is written down and the next look fills it.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from queue import Empty, Full, Queue
from statistics import median
from threading import Event, Thread

from django.db import connections, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from twoears.activities.values import Activity
from twoears.lib.http import Broken, NoAnswer, TryLater, Unreachable
from twoears.sources.actions import asked_of
from twoears.sources.catalogue import sources, thing
from twoears.sources.models import Brought, Connection, Gap, Look, State
from twoears.sources.reading import Alive, Asked, CannotRead, Heard, Incoming, NothingToFollow, SetAside, Source, Thing
from twoears.sources.record import LEASE, Batch, Outcome, settle_named, take

PIECE = 500  # of what a stream brings, in one transaction
FLUSH = 1.0  # seconds after which it is recorded, however little it is
_HELD = 5_000  # between the stream and the record; a faster stream has to wait
_BEAT = timedelta(minutes=5)
_TICK = 5.0  # seconds between two looks at whether we are still wanted
_PAUSE, _LONGEST_PAUSE = 1.0, 300.0
_STEADY = 60.0  # seconds after which a stream that is cut begins with the shortest pause again
_ASK_AGAIN = timedelta(minutes=10)  # whether there is a stream by now, where there was none
_LOOKS_KEPT = timedelta(days=60)
_AT_ONCE = 500  # of what was brought, in one transaction, and no more than so many bytes of it
_MOST_AT_ONCE = 4 << 20
_TURN = 5.0  # seconds after which the next door has its turn
_LATER = (60, 600, 3600, 6 * 3600)  # seconds until what could not be looked up is tried again

Keep = Callable[[Sequence[Activity]], Sequence[Activity]]


def everything(heard: Sequence[Activity]) -> Sequence[Activity]:
    """Leave nothing out."""
    return heard


@dataclass(frozen=True, slots=True)
class _Cut:
    """The last thing in the queue of a stream."""

    error: Exception | None


def streams_due(now: datetime | None = None) -> list[Connection]:
    """Streams that nobody holds open, leased to whoever asks."""
    moment = now or datetime.now(UTC)
    kinds = [kind for kind, source in sources().items() if source.stream]
    free = Q(stream_lease_until=None) | Q(stream_lease_until__lt=moment)
    found = Connection.objects.filter(free, kind__in=kinds).exclude(state=State.PAUSED).order_by("pk")
    mine = []
    for connection in found:
        if Connection.objects.filter(free, pk=connection.pk).update(stream_lease_until=moment + LEASE):
            mine.append(connection)
    return mine


def follow(connection: Connection, *, stop: Callable[[], bool], keep: Keep = everything) -> None:
    """Stay connected until `stop`, or until it is paused or removed; connect again whenever it is cut.

    Where there is nothing to follow it is left to looks, and asked again in a while.

    `keep` says what is recorded of a stream that carries a whole network.
    """
    source = sources()[connection.kind]
    failures = 0
    while not stop() and _wanted(connection):
        began = time.monotonic()
        error = _once(connection, source, stop, keep if source.everything else everything)
        if stop() or not _wanted(connection):
            break
        if isinstance(error, NothingToFollow):
            _leave_to_looks(connection)
            return
        failures = 0 if time.monotonic() - began > _STEADY else failures + 1
        _say_cut(connection, error, failures)
        _wait(_pause(failures, error), stop)
    Connection.objects.filter(pk=connection.pk).update(stream_lease_until=None)


def _pause(failures: int, error: Exception | None) -> float:
    """Full jitter: many that were cut at once do not come back at once. A server that names a time is obeyed."""
    pause = random.uniform(0, min(_LONGEST_PAUSE, _PAUSE * 2**failures))  # noqa: S311 no secret
    return max(pause, float(error.seconds)) if isinstance(error, TryLater) else pause


def _leave_to_looks(connection: Connection) -> None:
    mine = Connection.objects.filter(pk=connection.pk)
    mine.update(stream_lease_until=datetime.now(UTC) + _ASK_AGAIN)
    mine.filter(state=State.CUT).update(state=State.LISTENING, last_error="")


def _wait(seconds: float, stop: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while not stop() and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 0.2))


def _once(connection: Connection, source: Source, stop: Callable[[], bool], keep: Keep) -> Exception | None:
    """One stretch of a stream, from its opening to its cut; why it was cut, None where it ended in order."""
    connection.refresh_from_db()
    queue: Queue[Heard | _Cut] = Queue(_HELD)
    left = Event()
    pump = Thread(target=_pump, args=(connection, source, queue, left), daemon=True, name=f"pump {connection}")
    pump.start()
    try:
        return _drain(connection, queue, lambda: stop() or _burst(pump, queue), keep)
    finally:
        left.set()


def _burst(pump: Thread, queue: "Queue[Heard | _Cut]") -> bool:
    """Whether the source failed in a way that nobody foresaw: then nothing more comes, not even its end."""
    return not pump.is_alive() and queue.empty()


def _pump(connection: Connection, source: Source, queue: Queue[Heard | _Cut], left: Event) -> None:
    assert source.stream is not None  # noqa: S101 only such connections are followed
    error: Exception | None = None
    try:
        # A stream that keeps no place of its own may still need to know what looks have met.
        asked = replace(asked_of(connection), cursor=connection.stream_cursor or connection.cursor)
        for item in source.stream(thing(connection.text), asked):
            if not _put(queue, item, left):
                return
    except (NoAnswer, CannotRead, OSError) as failed:
        error = failed
    finally:
        connections.close_all()  # those of this thread, which ends here
    _put(queue, _Cut(error), left)


def _put(queue: Queue[Heard | _Cut], item: Heard | _Cut, left: Event) -> bool:
    """Wait for room; whether anybody still listens."""
    while not left.is_set():
        try:
            queue.put(item, timeout=1.0)
        except Full:
            continue
        return True
    return False


@dataclass(slots=True)
class _Flow:
    """What has come and is not recorded yet, and what was told of it."""

    connection: Connection
    keep: Keep
    batch: Batch
    since: float = 0.0
    opened: bool = False
    beat: datetime | None = None
    new: int = 0

    def add(self, item: Heard) -> None:
        if not self.opened:
            self.opened = True
            _say_open(self.connection)
        if isinstance(item, Alive):
            return
        self.since = self.since or time.monotonic()
        self.batch.add(item)

    def ripe(self) -> bool:
        full = len(self.batch.activities) + len(self.batch.asides) >= PIECE
        return full or bool(self.since and time.monotonic() - self.since >= FLUSH)

    def record(self) -> None:
        """Write down what has come; what a whole network says is sifted first."""
        if not self.since:
            return
        self.batch.activities = list(self.keep(self.batch.activities))
        outcome = take(self.connection, self.batch, stream=True)
        self.new += outcome.new
        _tell_delay(self.connection, self.batch.activities)
        self.batch, self.since = Batch([], []), 0.0

    def tick(self) -> bool:
        """Say that it lives; whether it is still wanted."""
        now = datetime.now(UTC)
        # A clock that was set back would let no beat come for as long.
        if self.beat is None or not timedelta() <= now - self.beat < _BEAT:
            Look.objects.create(connection=self.connection, at=now, well=True, new=self.new)
            self.beat, self.new = now, 0
        kept = Connection.objects.filter(pk=self.connection.pk).exclude(state=State.PAUSED)
        return bool(kept.update(alive_at=now, stream_lease_until=now + LEASE))


def _drain(
    connection: Connection, queue: Queue[Heard | _Cut], stop: Callable[[], bool], keep: Keep
) -> Exception | None:
    flow = _Flow(connection, keep, Batch([], []))
    ticked = time.monotonic()
    while not stop():
        try:
            item = queue.get(timeout=0.2)
        except Empty:
            item = None
        if isinstance(item, _Cut):
            flow.record()
            return item.error
        if item is not None:
            flow.add(item)
        if flow.ripe():
            flow.record()
        if flow.opened and time.monotonic() - ticked > _TICK:
            ticked = time.monotonic()
            if not flow.tick():
                return None
    flow.record()
    return None


def _tell_delay(connection: Connection, heard: Sequence[Activity]) -> None:
    if heard:
        now = datetime.now(UTC)
        late = median((now - activity.published).total_seconds() for activity in heard)
        Connection.objects.filter(pk=connection.pk).update(delay=max(late, 0.0))


@transaction.atomic
def _say_open(connection: Connection) -> None:
    """It is open. Where it was open before, the time between is a hole; a look fills it unless a place was kept."""
    now = datetime.now(UTC)
    before = connection.alive_at
    if before is not None:
        why = connection.last_error or "Two Ears was not running."
        filled = now if connection.stream_cursor else None
        Gap.objects.create(connection=connection, since=min(before, now), until=now, why=why, filled_at=filled)
    changes: dict[str, object] = {"state": State.LISTENING, "failures": 0, "last_error": "", "alive_at": now}
    if not connection.stream_cursor and sources()[connection.kind].live:
        changes["next_at"] = now
    # A member may have paused it while it opened.
    Connection.objects.filter(pk=connection.pk).exclude(state=State.PAUSED).update(**changes)


def _say_cut(connection: Connection, error: Exception | None, failures: int) -> None:
    now = datetime.now(UTC)
    said = str(error)[:2000] if error else "The other side ended the stream. We connect again."
    Look.objects.create(connection=connection, at=now, well=False, new=0)
    Connection.objects.filter(pk=connection.pk).update(
        state=State.CUT, failures=failures, last_error=said, stream_lease_until=now + LEASE
    )


def _wanted(connection: Connection) -> bool:
    return Connection.objects.filter(pk=connection.pk).exclude(state=State.PAUSED).exists()


def take_in() -> int:
    """Read what was brought to us and not read yet; how much it was. Each door has its turn: none is starved."""
    ready = Q(next_at=None) | Q(next_at__lte=datetime.now(UTC))
    waiting = Brought.objects.filter(ready).values("connection")
    return sum(_take_turn(connection, ready) for connection in list(Connection.objects.filter(pk__in=waiting)))


def _take_turn(connection: Connection, ready: Q) -> int:
    source = sources()[connection.kind]
    try:
        asked = asked_of(connection)
    except CannotRead as error:
        Connection.objects.filter(pk=connection.pk).update(state=State.FAILED, last_error=str(error)[:2000])
        return 0
    if source.ready and not source.ready(asked):
        return 0
    rows = _oldest(Brought.objects.filter(ready, connection=connection))
    # From here on the same once more may tell something new.
    Brought.objects.filter(pk__in=[row.pk for row in rows]).exclude(like="").update(like="")
    batch, done, mended = Batch([], []), [], list[str]()
    end = time.monotonic() + _TURN
    # Outside of any transaction: some have to be looked up on the network, and nobody may wait for that.
    for row in rows:
        heard = _read_in(source, asked, row)
        if heard is not None:
            done.append(row.pk)
            for item in heard:
                batch.add(item)
            if source.named and not any(isinstance(item, SetAside) for item in heard):
                mended.append(source.named(_incoming(row)).text)
            asked = replace(asked, cursor=asked.cursor if batch.cursor is None else batch.cursor)
        if time.monotonic() > end:
            break
    with transaction.atomic():
        outcome = take(connection, batch)
        settle_named(connection, mended)
        Brought.objects.filter(pk__in=done).delete()
        now = datetime.now(UTC)
        told: dict[str, object] = {"state": State.LISTENING, "lease_until": None, "last_error": ""}
        if batch.again is not None:
            told["next_at"] = now + timedelta(seconds=batch.again.seconds)
        Connection.objects.filter(pk=connection.pk).update(looked_at=now, **told)
        _beat(connection, outcome, now)
    return len(done)


def _oldest(waiting: QuerySet[Brought]) -> list[Brought]:
    rows: list[Brought] = []
    size = 0
    for row in waiting.order_by("pk")[:_AT_ONCE].iterator(chunk_size=16):
        rows.append(row)
        size += len(row.body)
        if size > _MOST_AT_ONCE:
            break
    return rows


def _beat(connection: Connection, outcome: Outcome, now: datetime) -> None:
    """One beat for all that came within five minutes."""
    last = Look.objects.filter(connection=connection, at__gt=now - _BEAT, well=True).order_by("-at").first()
    if last is None:
        Look.objects.create(connection=connection, at=now, well=True, new=outcome.new)
        return
    last.new += outcome.new
    last.save(update_fields=["new"])


def _read_in(source: Source, asked: Asked, row: Brought) -> list[Heard] | None:
    """What it tells, whole before any of it counts; None where it has to be tried again later."""
    incoming = _incoming(row)
    try:
        return list(source.takes(incoming, asked)) if source.takes else []
    except (CannotRead, NoAnswer) as error:
        if isinstance(error, (Unreachable, Broken, TryLater)) and row.tries < len(_LATER):
            wait = max(_LATER[row.tries], error.seconds if isinstance(error, TryLater) else 0)
            next_at = datetime.now(UTC) + timedelta(seconds=wait)
            Brought.objects.filter(pk=row.pk).update(tries=row.tries + 1, next_at=next_at)
            return None
        plain = Thing(text=f"brought {row.at:%Y-%m-%d %H:%M:%S}", raw=bytes(row.body)[:65536])
        named = source.named(incoming) if source.named else plain
        advice = "Mend it where it comes from; then it is read again."
        return [SetAside(name=named.text, reason=str(error), advice=advice, raw=named.raw or b"")]


def _incoming(row: Brought) -> Incoming:
    return Incoming(body=bytes(row.body), headers=row.headers, path=row.path, at=row.at)


def forget_old_looks(now: datetime | None = None) -> int:
    """Let go of looks of more than sixty days ago, but of no source's last 24; how many went."""
    back = Look.objects.filter(connection=OuterRef("connection")).order_by("-pk").values("pk")
    old = Look.objects.filter(at__lt=(now or datetime.now(UTC)) - _LOOKS_KEPT, pk__lt=Subquery(back[23:24]))
    return old.delete()[0]

"""What a source yields, cut into transactions and recorded together with how far it has come."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha1

from django.db import transaction
from django.db.models import F

from twoears.activities.record import record
from twoears.activities.values import Activity
from twoears.sources.models import Aside, Connection, Gap
from twoears.sources.reading import Another, Cursor, Heard, Limit, LookAgain, Missed, SetAside, Total

# In one transaction. Small ones touch every page of the unique keys again and again: at a million posts, 2,000 at a
# time take more than twice as long as 8,000, which are still less than half a second.
BATCH = 8000
LEASE = timedelta(minutes=10)


@dataclass(slots=True)
class Outcome:
    """What a reading came to: records read, activities new, known already, and records set aside."""

    read: int = 0
    new: int = 0
    known: int = 0
    set_aside: int = 0
    total: int | None = None
    again: int | None = None  # seconds until the next look, where the source has said

    def add(self, other: "Outcome") -> None:
        self.read += other.read
        self.new += other.new
        self.known += other.known
        self.set_aside += other.set_aside
        self.again = other.again if other.again is not None else self.again


@dataclass(slots=True)
class Batch:
    """What goes into one transaction."""

    activities: list[Activity]
    asides: list[SetAside]
    cursor: Mapping[str, str] | None = None
    total: int | None = None
    limit: Limit | None = None
    missed: Missed | None = None
    others: list[Another] = field(default_factory=list)
    again: LookAgain | None = None

    def add(self, item: Heard) -> None:
        """Put what a reader yields where it belongs; a heartbeat leaves nothing."""
        if isinstance(item, Activity):
            self.activities.append(item)
        elif isinstance(item, SetAside):
            self.asides.append(item)
        elif isinstance(item, Cursor):
            self.cursor = item.value
        elif isinstance(item, Total):
            self.total = item.records
        elif isinstance(item, Limit):
            self.limit = item
        elif isinstance(item, Missed):
            self.missed = item
        elif isinstance(item, Another):
            self.others.append(item)
        elif isinstance(item, LookAgain):
            self.again = item


def batches(heard: Iterable[Heard], size: int = BATCH) -> Iterator[Batch]:
    """Cut what a reader yields into transactions: at every cursor, and when `size` is reached.

    >>> [len(b.activities) for b in batches([])]
    []
    """
    batch = Batch([], [])
    for item in heard:
        batch.add(item)
        if isinstance(item, Cursor) or len(batch.activities) + len(batch.asides) >= size:
            yield batch
            batch = Batch([], [])
    if batch != Batch([], []):
        yield batch


@transaction.atomic
def take(connection: Connection, batch: Batch, *, stream: bool = False) -> Outcome:
    """Record a batch together with how far it came, in the cursor of the stream or in that of looks."""
    made = record(batch.activities, source=f"connection:{connection.pk}")
    aside = _set_aside(connection, batch.asides)
    took = Outcome(len(batch.activities) + len(batch.asides), made.new, made.known, len(batch.asides))
    took.again = batch.again.seconds if batch.again else None
    changes: dict[str, object] = {
        "read": F("read") + took.read,
        "new": F("new") + took.new,
        "known": F("known") + took.known,
        "set_aside": F("set_aside") + aside,
        "stream_lease_until" if stream else "lease_until": datetime.now(UTC) + LEASE,
    }
    if batch.cursor is not None:
        changes["stream_cursor" if stream else "cursor"] = dict(batch.cursor)
    if batch.limit is not None:
        changes["limit_most"], changes["limit_left"] = batch.limit.most, batch.limit.left
        changes["limit_resets_at"] = batch.limit.resets_at
    if batch.missed is not None:
        Gap.objects.create(
            connection=connection, since=batch.missed.since, until=datetime.now(UTC), why=batch.missed.why
        )
        # Only of what is looked at: the others have no next look, nor have those that are paused.
        Connection.objects.filter(pk=connection.pk, next_at__gt=datetime.now(UTC)).update(next_at=datetime.now(UTC))
    if batch.total is not None:
        changes["total"] = batch.total
    if batch.activities:
        changes["heard_at"] = datetime.now(UTC)
        _widen(connection, batch.activities)
        changes["first_heard"], changes["last_heard"] = connection.first_heard, connection.last_heard
    Connection.objects.filter(pk=connection.pk).update(**changes)
    return took


@transaction.atomic
def settle(connection: Connection, since: datetime) -> int:
    """What was set aside before `since`, when a reading of the whole thing began that did not meet it, is mended."""
    found = Aside.objects.filter(connection=connection, settled_at=None, at__lt=since)
    gone = found.update(settled_at=datetime.now(UTC))
    Connection.objects.filter(pk=connection.pk).update(set_aside=F("set_aside") - gone)
    return gone


@transaction.atomic
def settle_named(connection: Connection, names: Sequence[str]) -> int:
    """What was set aside under one of `names` is mended: it was brought again, and heard."""
    found = Aside.objects.filter(connection=connection, settled_at=None, name__in=names)
    gone = found.update(settled_at=datetime.now(UTC)) if names else 0
    Connection.objects.filter(pk=connection.pk).update(set_aside=F("set_aside") - gone)
    return gone


def _widen(connection: Connection, activities: list[Activity]) -> None:
    moments = [activity.published for activity in activities]
    connection.first_heard = min(filter(None, (min(moments), connection.first_heard)))
    connection.last_heard = max(filter(None, (max(moments), connection.last_heard)))


def _set_aside(connection: Connection, asides: list[SetAside]) -> int:
    """Keep what could not be read; the same record twice is kept once. How many were new."""
    now = datetime.now(UTC)
    rows = [
        Aside(
            connection=connection,
            name=a.name[:2000],
            line=a.line,
            reason=a.reason,
            advice=a.advice,
            raw=a.raw,
            at=now,
            digest=sha1(f"{a.name}:{a.line}:".encode() + a.raw, usedforsecurity=False).hexdigest(),
        )
        for a in asides
    ]
    met = Aside.objects.filter(connection=connection, digest__in=[r.digest for r in rows])
    known = set(met.values_list("digest", flat=True))
    met.filter(settled_at=None).update(at=now)  # it is still there, see `settle`
    new = list({row.digest: row for row in rows if row.digest not in known}.values())
    Aside.objects.bulk_create(new)
    return len(new)

"""Listen: read a thing with the source that knows it, and record what was heard together with how far it came."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from importlib import import_module
from itertools import islice
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from twoears.activities.record import record
from twoears.activities.values import Activity
from twoears.lib.counts import counted
from twoears.lib.http import NoAnswer, TryLater
from twoears.lib.ids import short_id
from twoears.sources.catalogue import recognise, sources, thing
from twoears.sources.models import Aside, Connection, Look, State
from twoears.sources.reading import Asked, CannotRead, Cursor, Heard, SetAside, Source, Thing, Total
from twoears.team.models import Member

# In one transaction. Small ones touch every page of the unique keys again and again: at a million posts, 2,000 at a time
# take more than twice as long as 8,000, which are still less than half a second.
BATCH = 8000
LEASE = timedelta(minutes=10)
_LONGEST_PAUSE = timedelta(hours=6)


@dataclass(slots=True)
class Outcome:
    """What a reading came to: records read, activities new, known already, and records set aside."""

    read: int = 0
    new: int = 0
    known: int = 0
    set_aside: int = 0
    total: int | None = None

    def add(self, other: "Outcome") -> None:
        self.read += other.read
        self.new += other.new
        self.known += other.known
        self.set_aside += other.set_aside


Progress = Callable[[Outcome], None]


def _unseen(outcome: Outcome) -> None:
    """Nobody watches."""


def connect(text: str, *, kind: str = "", asked: Asked | None = None) -> Connection:
    """The connection for a thing, made when it is new; raises CannotRead where nobody knows what it is."""
    given = thing(text)
    source = recognise(given, kind)
    name = str(given.path.resolve()) if given.path else given.text
    # Long addresses may begin alike: the name is cut, and told apart by a digest of the whole.
    key = f"{source.kind} {name}"
    connection, _ = Connection.objects.get_or_create(
        name=key if len(key) <= 200 else f"{key[:180]} {short_id('s', key)}",
        defaults={"kind": source.kind, "text": name, "asked": _kept(asked or Asked())},
    )
    return connection


def owners(connection: Connection) -> tuple[str, ...]:
    """Whose archive this is, where the source can tell: our own handles, named by the file itself."""
    module = import_module(f"twoears.sources.{connection.kind}.read")
    owner = getattr(module, "owner", None)
    return tuple(owner(thing(connection.text))) if owner else ()


def listen(connection: Connection, *, asked: Asked | None = None, watch: Progress = _unseen) -> Outcome:
    """Read a connection to its end (for a live one: up to now) and record it; raises CannotRead and NoAnswer.

    After a crash at any instant the same call gives the same table: each batch is one transaction together with the
    cursor, and what was recorded before is known.
    """
    source = sources()[connection.kind]
    how = asked or _asked(connection)
    _begin(connection)
    outcome = Outcome()
    try:
        for batch in batches(source.read(thing(connection.text), how)):
            outcome.total = batch.total or outcome.total
            outcome.add(_take(connection, batch))
            watch(outcome)
    except (CannotRead, NoAnswer, OSError) as error:
        _failed(connection, error, outcome)
        if isinstance(error, OSError):
            raise CannotRead(f"{connection.text} cannot be read: {error.strerror or error}.") from error
        raise
    _went_well(connection, source, outcome)
    return outcome


@dataclass(slots=True)
class Batch:
    """What goes into one transaction."""

    activities: list[Activity]
    asides: list[SetAside]
    cursor: Mapping[str, str] | None = None
    total: int | None = None


def batches(heard: Iterable[Heard], size: int = BATCH) -> Iterator[Batch]:
    """Cut what a reader yields into transactions: at every cursor, and when `size` is reached.

    >>> [len(b.activities) for b in batches([])]
    []
    """
    batch = Batch([], [])
    for item in heard:
        if isinstance(item, Activity):
            batch.activities.append(item)
        elif isinstance(item, SetAside):
            batch.asides.append(item)
        elif isinstance(item, Cursor):
            batch.cursor = item.value
        elif isinstance(item, Total):
            batch.total = item.records
        if isinstance(item, Cursor) or len(batch.activities) + len(batch.asides) >= size:
            yield batch
            batch = Batch([], [])
    if batch.activities or batch.asides or batch.total:
        yield batch


@transaction.atomic
def _take(connection: Connection, batch: Batch) -> Outcome:
    made = record(batch.activities, source=f"connection:{connection.pk}")
    aside = _set_aside(connection, batch.asides)
    took = Outcome(len(batch.activities) + len(batch.asides), made.new, made.known, len(batch.asides))
    changes: dict[str, object] = {
        "read": F("read") + took.read,
        "new": F("new") + took.new,
        "known": F("known") + took.known,
        "set_aside": F("set_aside") + aside,
        "lease_until": datetime.now(UTC) + LEASE,
    }
    if batch.cursor is not None:
        changes["cursor"] = dict(batch.cursor)
    if batch.total is not None:
        changes["total"] = batch.total
    if batch.activities:
        changes["heard_at"] = datetime.now(UTC)
        _widen(connection, batch.activities)
        changes["first_heard"], changes["last_heard"] = connection.first_heard, connection.last_heard
    Connection.objects.filter(pk=connection.pk).update(**changes)
    return took


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
    known = set(
        Aside.objects.filter(connection=connection, digest__in=[r.digest for r in rows]).values_list(
            "digest", flat=True
        )
    )
    new = list({row.digest: row for row in rows if row.digest not in known}.values())
    Aside.objects.bulk_create(new)
    return len(new)


def retry(aside: Aside) -> Outcome:
    """Try a record again that was set aside, with the reader as it is now; what was settled already stays settled."""
    connection = aside.connection
    try:
        again = Thing(text=aside.name, raw=bytes(aside.raw))
        heard = list(sources()[connection.kind].read(again, _asked(connection))) if aside.raw else []
    except CannotRead:
        heard = []
    activities = [item for item in heard if isinstance(item, Activity)]
    if not activities or any(isinstance(item, SetAside) for item in heard):
        return Outcome(read=1, set_aside=1)
    with transaction.atomic():
        made = record(activities, source=f"connection:{connection.pk}")
        settled = Aside.objects.filter(pk=aside.pk, settled_at=None).update(settled_at=datetime.now(UTC))
        Connection.objects.filter(pk=connection.pk).update(new=F("new") + made.new, set_aside=F("set_aside") - settled)
    return Outcome(len(activities), made.new, made.known, 0)


def dry_run(
    text: str, *, kind: str = "", asked: Asked | None = None, watch: Progress = _unseen
) -> tuple[Source, Outcome]:
    """Read a thing without recording anything; `new` is what was readable."""
    given = thing(text)
    source = recognise(given, kind)
    outcome = Outcome()
    for batch in batches(source.read(given, asked or Asked())):
        outcome.add(Outcome(len(batch.activities) + len(batch.asides), len(batch.activities), 0, len(batch.asides)))
        watch(outcome)
    return source, outcome


def _begin(connection: Connection) -> None:
    now = datetime.now(UTC)
    connection.state, connection.lease_until, connection.looked_at = State.READING, now + LEASE, now
    connection.save(update_fields=["state", "lease_until", "looked_at"])


def _went_well(connection: Connection, source: Source, outcome: Outcome) -> None:
    now = datetime.now(UTC)
    Look.objects.create(connection=connection, at=now, well=True, new=outcome.new)
    Connection.objects.filter(pk=connection.pk).update(
        state=State.LISTENING if source.live else State.HEARD,
        lease_until=None,
        failures=0,
        last_error="",
        next_at=now + timedelta(seconds=source.every) if source.live else None,
    )
    connection.refresh_from_db()


def _failed(connection: Connection, error: Exception, outcome: Outcome) -> None:
    now = datetime.now(UTC)
    Look.objects.create(connection=connection, at=now, well=False, new=outcome.new)
    live = sources()[connection.kind].live
    failures = connection.failures + 1
    # Twice as long after each failure, so that a place in trouble is left in peace.
    pause = min(timedelta(seconds=60 * 2 ** min(failures, 10)), _LONGEST_PAUSE)
    if isinstance(error, TryLater):
        pause = max(pause, timedelta(seconds=error.seconds))
    Connection.objects.filter(pk=connection.pk).update(
        state=State.FAILED,
        lease_until=None,
        failures=failures,
        last_error=str(error)[:2000],
        next_at=now + pause if live else None,
    )
    connection.refresh_from_db()


def _kept(asked: Asked) -> dict[str, object]:
    return {
        "us": list(asked.us),
        "since": asked.since.isoformat() if asked.since else "",
        "columns": dict(asked.columns),
        "base": asked.base,
    }


def _asked(connection: Connection) -> Asked:
    kept = connection.asked
    since = str(kept.get("since") or "")
    columns, us = kept.get("columns"), kept.get("us")
    return Asked(
        us=tuple(us) if isinstance(us, list) else (),
        since=datetime.fromisoformat(since) if since else None,
        columns=columns if isinstance(columns, dict) else {},
        base=str(kept.get("base") or ""),
        cursor=connection.cursor,
    )


class MayNot(Exception):
    """Readers look; members and owners decide what is listened to."""


class TooMuch(Exception):
    """An upload larger than the workspace takes, or than the disk has room for."""


def listen_later(*, member: Member, texts: Iterable[str], us: tuple[str, ...] = (), kind: str = "") -> list[Connection]:
    """Put things in line to be read by the worker; raises CannotRead before any of them is kept."""
    _may(member)
    wanted = [text.strip() for text in texts if text.strip()]
    for text in wanted:
        recognise(thing(text), kind)
    made = [connect(text, kind=kind, asked=Asked(us=us)) for text in wanted]
    Connection.objects.filter(pk__in=[c.pk for c in made]).update(state=State.WAITING, next_at=datetime.now(UTC))
    return made


def keep_upload(*, member: Member, name: str, chunks: Iterable[bytes]) -> Path:
    """Store an upload in the data folder, under a name of its own; it is never run and never shown from there."""
    _may(member)
    folder = Path(settings.DATA) / "uploads" / token_hex(4)
    folder.mkdir(parents=True, mode=0o700)
    path = folder / (re.sub(r"[^\w.\- ]", "_", Path(name).name)[-120:].lstrip(".") or "upload")
    written = 0
    with path.open("wb") as out:
        for chunk in chunks:
            written += len(chunk)
            if written > settings.MAX_UPLOAD:
                path.unlink()
                size = settings.MAX_UPLOAD // 1024**3
                raise TooMuch(f"{name} is larger than {size} GB. Read it with `twoears listen FILE` instead.")
            out.write(chunk)
    return path


def pause(*, member: Member, connection: Connection) -> None:
    """Stop looking there; what was heard stays."""
    _may(member)
    Connection.objects.filter(pk=connection.pk).update(state=State.PAUSED, next_at=None)


def resume(*, member: Member, connection: Connection) -> None:
    """Look there again, now."""
    _may(member)
    Connection.objects.filter(pk=connection.pk).update(state=State.WAITING, next_at=datetime.now(UTC), failures=0)


def remove(*, member: Member, connection: Connection) -> None:
    """Forget the connection; what was heard through it stays in the record."""
    _may(member)
    connection.delete()


def try_again(*, member: Member, aside: Aside) -> bool:
    """Retry one record that was set aside; whether it could be read now."""
    _may(member)
    return not retry(aside).set_aside


def test(*, member: Member, connection: Connection) -> str:
    """Look at the first things a source gives, record nothing, and say in a sentence what was seen."""
    _may(member)
    source = sources()[connection.kind]
    try:
        seen = list(islice(source.read(thing(connection.text), replace(_asked(connection), cursor={})), 20))
    except (CannotRead, NoAnswer, OSError) as error:
        return f"It does not answer: {error}"
    heard = [item for item in seen if isinstance(item, Activity)]
    if not heard:
        return "It answers, but there is nothing to hear yet."
    latest = max(item.published for item in heard)
    return (
        f"It answers: {counted(len(heard), 'activity', 'activities')} at first look, the latest of {latest:%d %B %Y}."
    )


def next_due(now: datetime | None = None) -> Connection | None:
    """The connection whose turn it is, leased to whoever asks, or None."""
    moment = now or datetime.now(UTC)
    with transaction.atomic():
        free = Q(lease_until=None) | Q(lease_until__lt=moment)
        due = Connection.objects.select_for_update().filter(free, next_at__lte=moment).order_by("next_at", "pk").first()
        if due is not None:
            Connection.objects.filter(pk=due.pk).update(lease_until=moment + LEASE)
    return due


def _may(member: Member) -> None:
    if not member.may_decide:
        raise MayNot("Readers look; ask an owner to make you a member.")

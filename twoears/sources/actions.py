"""Listen: read a thing with the source that knows it, and record what was heard together with how far it came."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.db.models import F, ProtectedError, Q
from django.utils.crypto import salted_hmac

from twoears.activities.record import known, record
from twoears.activities.values import Activity
from twoears.lib.counts import counted
from twoears.lib.http import NoAnswer, TryLater
from twoears.lib.ids import short_id
from twoears.lib.pace import Pace
from twoears.lib.seals import CannotOpen, seal, unseal
from twoears.sources import catalogue
from twoears.sources.catalogue import recognise, sources, thing
from twoears.sources.models import Aside, Brought, Connection, Gap, Look, State, Subscription
from twoears.sources.pages import held, on_disk
from twoears.sources.reading import (
    Another,
    Asked,
    CannotRead,
    Gone,
    Incoming,
    Reply,
    Source,
    Thing,
    silent,
)
from twoears.sources.record import LEASE, Batch, Outcome, batches, settle, take
from twoears.team.models import Member

_DOOR = re.compile(r"[A-Za-z0-9_-]{20,43}")
_LONGEST_PAUSE = timedelta(hours=6)


Progress = Callable[[Outcome], None]


def _unseen(outcome: Outcome) -> None:
    """Nobody watches."""


def connect(text: str, *, kind: str = "", asked: Asked | None = None, member: Member | None = None) -> Connection:
    """The connection for a thing, made when it is new; raises CannotRead where nobody knows what it is.

    `member` is who brought it, None where it came by itself.
    """
    given = thing(text)
    source = recognise(given, kind)
    name = str(given.path.resolve()) if given.path else given.text
    # Long addresses may begin alike: the name is cut, and told apart by a digest of the whole.
    key = f"{source.kind} {name}"
    how = asked or Asked()
    connection, _ = Connection.objects.get_or_create(
        name=key if len(key) <= 200 else f"{key[:180]} {short_id('s', key)}",
        defaults={
            "kind": source.kind,
            "text": name,
            "asked": _kept(how),
            "sealed": seal(how.secrets, settings.SECRET_KEY),
            "member": member,
            "door": token_urlsafe(24) if source.takes else "",
            "renews_on": source.renewal(how) if source.renewal else None,
        },
    )
    return connection


def owners(connection: Connection) -> tuple[str, ...]:
    """Whose archive this is, where the source can tell: our own handles, named by the file itself."""
    return catalogue.owners(connection.kind, thing(connection.text))


def listen(connection: Connection, *, asked: Asked | None = None, watch: Progress = _unseen) -> Outcome:
    """Read a connection to its end (for a live one: up to now) and record it; raises CannotRead and NoAnswer.

    After a crash at any instant the same call gives the same table: each batch is one transaction together with the
    cursor, and what was recorded before is known.
    """
    source = sources()[connection.kind]
    outcome = Outcome()
    try:
        how = asked or asked_of(connection)
        _begin(connection)
        given = thing(connection.text)
        for batch in batches(source.read(given, how)):
            outcome.total = batch.total or outcome.total
            outcome.add(take(connection, batch))
            outcome.add(_listen_to(batch.others, how))
            watch(outcome)
        if given.path is not None and not outcome.read:
            outcome.add(take(connection, Batch([], [silent(given.name, source)])))
    except (CannotRead, NoAnswer, OSError) as error:
        _failed(connection, error, outcome)
        if isinstance(error, OSError):
            raise CannotRead(f"{connection.text} cannot be read: {error.strerror or error}.") from error
        raise
    if given.path is not None and connection.looked_at and how.since is None:
        settle(connection, connection.looked_at)
    _went_well(connection, source, outcome)
    return outcome


def _listen_to(others: Iterable[Another], how: Asked) -> Outcome:
    """Put in line what a thing names, once."""
    found = Outcome()
    for other in others:
        before = Connection.objects.count()
        made = connect(other.text, kind=other.kind, asked=Asked(us=how.us, since=how.since))
        new = Connection.objects.count() - before
        if new:
            Connection.objects.filter(pk=made.pk).update(state=State.WAITING, next_at=datetime.now(UTC))
        found.add(Outcome(1, new, 1 - new))
    return found


def retry(aside: Aside) -> Outcome:
    """Try a record again that was set aside, with the reader as it is now; what was settled already stays settled."""
    connection = aside.connection
    batch, how = Batch([], []), Asked()
    try:
        how, again = asked_of(connection), Thing(text=aside.name, raw=bytes(aside.raw))
        for item in sources()[connection.kind].read(again, how) if aside.raw else ():
            batch.add(item)
    except (CannotRead, OSError):
        batch = Batch([], [])
    if batch.asides or not (batch.activities or batch.others):
        return Outcome(read=1, set_aside=1)
    with transaction.atomic():
        made = record(batch.activities, source=f"connection:{connection.pk}")
        settled = Aside.objects.filter(pk=aside.pk, settled_at=None).update(settled_at=datetime.now(UTC))
        Connection.objects.filter(pk=connection.pk).update(new=F("new") + made.new, set_aside=F("set_aside") - settled)
        others = _listen_to(batch.others, how)
    return Outcome(len(batch.activities) + others.read, made.new + others.new, made.known + others.known, 0)


def dry_run(
    text: str, *, kind: str = "", asked: Asked | None = None, watch: Progress = _unseen
) -> tuple[Source, Outcome]:
    """Read a thing without recording anything; `new` and `known` are what they would be."""
    given = thing(text)
    source = recognise(given, kind)
    outcome = Outcome()
    met: set[int] = set()  # digests of ids: of millions of records the ids themselves would not fit
    for batch in batches(source.read(given, asked or Asked())):
        readable = len(batch.activities) + len(batch.others)
        new = _unmet(batch.activities, met) + len(batch.others)
        outcome.add(Outcome(readable + len(batch.asides), new, readable - new, len(batch.asides)))
        watch(outcome)
    return source, outcome


def _unmet(activities: list[Activity], met: set[int]) -> int:
    """How many are neither recorded nor among those met before, to which they are added."""
    recorded = known(activities)
    new = {hash(activity.id) for activity in activities if activity.id not in recorded} - met
    met |= new
    return len(new)


def _begin(connection: Connection) -> None:
    now = datetime.now(UTC)
    connection.state, connection.lease_until, connection.looked_at = State.READING, now + LEASE, now
    connection.save(update_fields=["state", "lease_until", "looked_at"])


def _went_well(connection: Connection, source: Source, outcome: Outcome) -> None:
    now = datetime.now(UTC)
    live = source.live and not on_disk(connection)
    Look.objects.create(connection=connection, at=now, well=True, new=outcome.new)
    # A look goes back to the one before it, and so behind every hole that was torn since.
    began = connection.looked_at or now
    holes = Gap.objects.filter(connection=connection, filled_at=None)
    looks_back = source.live and source.looks_back  # what is only streamed has no past to look at
    if looks_back:
        holes.filter(until__lte=began).update(filled_at=now)
    Connection.objects.filter(pk=connection.pk).update(
        state=State.LISTENING if live or (not on_disk(connection) and (source.stream or source.takes)) else State.HEARD,
        lease_until=None,
        failures=0,
        last_error="",
        next_at=now + timedelta(seconds=source.every if outcome.again is None else outcome.again) if live else None,
    )
    # A hole that was torn while we looked is filled at once, and not after the usual pause.
    if looks_back and holes.filter(until__gt=began, until__lte=now).exists():
        Connection.objects.filter(pk=connection.pk).update(next_at=now)
    connection.refresh_from_db()


def _failed(connection: Connection, error: Exception, outcome: Outcome) -> None:
    now = datetime.now(UTC)
    Look.objects.create(connection=connection, at=now, well=False, new=outcome.new)
    live = sources()[connection.kind].live and not isinstance(error, Gone) and not on_disk(connection)
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
        "options": dict(asked.options),
    }


def asked_of(connection: Connection) -> Asked:
    """How a connection is to be read, from what was kept of it; CannotRead where its secrets cannot be opened."""
    kept = connection.asked
    since = str(kept.get("since") or "")
    columns, us, options = kept.get("columns"), kept.get("us"), kept.get("options")
    return Asked(
        us=tuple(us) if isinstance(us, list) else (),
        since=datetime.fromisoformat(since) if since else None,
        columns=columns if isinstance(columns, dict) else {},
        base=str(kept.get("base") or ""),
        cursor=connection.cursor,
        options=options if isinstance(options, dict) else {},
        secrets=_opened(connection),
        door=door_of(connection.door),
        seal=seal_of(connection.door),
        told=Subscription.objects.filter(connection=connection, ends_at__gt=datetime.now(UTC)).exists(),
        held=held,
        text=connection.text,
    )


def door_of(word: str) -> str:
    """The address at which others bring us things; empty without a public address of ours."""
    return f"{settings.PUBLIC_URL}/in/{word}" if settings.PUBLIC_URL and word else ""


def seal_of(word: str) -> str:
    """The secret of a door, by which those to whom we told it sign what they bring; empty without a door."""
    return salted_hmac("twoears.door", word, algorithm="sha256").hexdigest() if word else ""


def _opened(connection: Connection) -> dict[str, str]:
    try:
        return unseal(bytes(connection.sealed), settings.SECRET_KEY)
    except CannotOpen as error:
        raise CannotRead(str(error)) from error


class MayNot(Exception):
    """Readers look; members and owners decide what is listened to."""


def listen_later(*, member: Member, texts: Iterable[str], us: tuple[str, ...] = (), kind: str = "") -> list[Connection]:
    """Put things in line to be read by the worker; raises CannotRead before any of them is kept."""
    may_add(member)
    wanted = [text.strip() for text in texts if text.strip()]
    for text in wanted:
        recognise(thing(text), kind)
    made = [connect(text, kind=kind, asked=Asked(us=us), member=member) for text in wanted]
    Connection.objects.filter(pk__in=[c.pk for c in made]).update(state=State.WAITING, next_at=datetime.now(UTC))
    return made


def pause(*, member: Member, connection: Connection) -> None:
    """Stop looking there; what was heard stays."""
    may_add(member)
    Connection.objects.filter(pk=connection.pk).update(state=State.PAUSED, next_at=None)


def resume(*, member: Member, connection: Connection) -> None:
    """Look there again, now."""
    may_add(member)
    Connection.objects.filter(pk=connection.pk).update(state=State.WAITING, next_at=datetime.now(UTC), failures=0)


def remove(*, member: Member, connection: Connection) -> None:
    """Forget the connection; what was heard through it stays in the record."""
    may_add(member)
    try:
        connection.delete()
    except ProtectedError as error:
        raise CannotRead(
            "Something was sent through it, and what was sent says so. Pause it instead, and take its password away."
        ) from error


def try_again(*, member: Member, aside: Aside) -> bool:
    """Retry one record that was set aside; whether it could be read now."""
    may_add(member)
    return not retry(aside).set_aside


def test(*, member: Member, connection: Connection) -> str:
    """The same as `first_look`, in a sentence also where it does not answer."""
    try:
        return first_look(member=member, connection=connection)
    except (CannotRead, NoAnswer, OSError) as error:
        return f"It does not answer: {error}"


def first_look(*, member: Member, connection: Connection) -> str:
    """Look at the first things a source gives, record nothing, and say in a sentence what was seen.

    Raises CannotRead, NoAnswer and OSError where it does not answer.
    """
    may_add(member)
    source = sources()[connection.kind]
    seen = list(islice(source.read(thing(connection.text), replace(asked_of(connection), cursor={})), 20))
    heard = [item for item in seen if isinstance(item, Activity)]
    if not heard:
        return "It answers, but there is nothing to hear yet."
    latest = max(item.published for item in heard)
    return (
        f"It answers: {counted(len(heard), 'activity', 'activities')} at first look, the latest of {latest:%d %B %Y}."
    )


_PACE = Pace(most=30, seconds=60.0)
_MOST_WAITING = 10_000  # of what was brought through one door and is not read yet


def bring(door: str, incoming: Incoming) -> Reply:
    """Keep what was brought to a door for the worker to read, and say at once what becomes of it."""
    connection = Connection.objects.filter(door=door).first() if _DOOR.fullmatch(door) else None
    source = sources().get(connection.kind) if connection else None
    if connection is None or source is None or source.takes is None:
        return Reply(status=410, body="Nobody listens here any more.", keep=False)
    if connection.state == State.PAUSED:
        return Reply(status=503, body="This door is closed for the time being. Come back later.", keep=False)
    try:
        reply = source.answer(incoming, asked_of(connection)) if source.answer else Reply()
    except CannotRead as error:
        return Reply(status=503, body=str(error), keep=False)
    if not reply.keep:
        return reply
    waiting = Brought.objects.filter(connection=connection)
    if reply.like and waiting.filter(like=reply.like).exists():
        return reply
    if waiting.count() >= _MOST_WAITING or not (reply.who == "" or _PACE.allows(f"{door} {reply.who}")):
        return Reply(status=429, body="That is more than we can look at. Come back in a few minutes.", keep=False)
    Brought.objects.create(connection=connection, at=incoming.at, path=incoming.path[:2000],
                           headers=_without_keys(incoming.headers), body=incoming.body, like=reply.like)  # fmt: skip
    return reply


def _without_keys(headers: Mapping[str, str]) -> dict[str, str]:
    # The door has looked at it; what waits must not hold a password of its sender.
    return {name: value for name, value in headers.items() if name not in ("authorization", "proxy-authorization")}


def next_due(now: datetime | None = None) -> Connection | None:
    """The connection whose turn it is, leased to whoever asks, or None."""
    moment = now or datetime.now(UTC)
    with transaction.atomic():
        free = Q(lease_until=None) | Q(lease_until__lt=moment)
        waiting = Connection.objects.select_for_update().filter(free, next_at__lte=moment)
        due = waiting.order_by("next_at", "pk").first()
        # Several may look at once: only one of them gets it.
        if due is None or not Connection.objects.filter(free, pk=due.pk).update(lease_until=moment + LEASE):
            return None
    return due


def may_add(member: Member) -> None:
    """Raise MayNot unless `member` may decide what is listened to."""
    if not member.may_decide:
        raise MayNot("Readers look; ask an owner to make you a member.")

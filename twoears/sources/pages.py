"""What the doors show of sources. Queries only."""

from datetime import UTC, datetime, timedelta

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Actor as ActorRow
from twoears.activities.models import Post
from twoears.activities.values import Actor
from twoears.sources.catalogue import recognise, sources, thing
from twoears.sources.health import AsideShown, Beat, Health
from twoears.sources.models import Aside, Connection, Look, State
from twoears.sources.reading import CannotRead, Held

_BEATS = 24
_MISSED = 3  # looks in a row without an answer before a source counts as silent
_RAW_SHOWN = 2000


def health(now: datetime | None = None) -> tuple[Health, ...]:
    """How each connection is doing, in the order they were added."""
    return _healths(list(Connection.objects.all()), now or datetime.now(UTC))


def progress() -> tuple[Health, ...]:
    """Those that are being read or wait for their turn."""
    busy = Connection.objects.filter(state__in=(State.READING, State.WAITING))
    return _healths(list(busy), datetime.now(UTC))


def _healths(connections: list[Connection], now: datetime) -> tuple[Health, ...]:
    beats = _beats(connections)
    return tuple(_health(connection, beats.get(connection.pk, ()), now) for connection in connections)


def _health(c: Connection, beats: tuple[Beat, ...], now: datetime) -> Health:
    source = sources()[c.kind]
    overdue = (
        source.live and c.next_at is not None and now - c.next_at > timedelta(seconds=_MISSED * max(source.every, 60))
    )
    return Health(
        id=c.pk,
        name=c.text.rsplit("/", 1)[-1] if not c.text.startswith("http") else c.text,
        kind=c.kind,
        title=source.title,
        mark=source.mark,
        text=c.text,
        live=source.live,
        state=c.state,
        beats=beats,
        heard_at=c.heard_at,
        first_heard=c.first_heard,
        last_heard=c.last_heard,
        next_at=c.next_at,
        total=c.total,
        read=c.read,
        new=c.new,
        known=c.known,
        set_aside=c.set_aside,
        error=c.last_error,
        sees=source.sees,
        blind=source.blind,
        silent=c.state == State.FAILED or (overdue and c.state != State.PAUSED),
    )


def _beats(connections: list[Connection]) -> dict[int, tuple[Beat, ...]]:
    """connection -> its last looks, the oldest first; one query for all of them."""
    newest = Window(RowNumber(), partition_by="connection", order_by=(F("at").desc(), F("pk").desc()))
    looks = Look.objects.filter(connection__in=connections).annotate(back=newest).filter(back__lte=_BEATS)
    found: dict[int, tuple[Beat, ...]] = {}
    for look in looks.order_by("connection", "-back"):
        beat = Beat(at=look.at, state="well" if look.well else "failed", new=look.new)
        found[look.connection_id] = (*found.get(look.connection_id, ()), beat)
    return found


def asides(connection: int | None = None, *, settled: bool = False, limit: int = 100) -> tuple[AsideShown, ...]:
    """Records that were set aside, the latest first."""
    found = Aside.objects.select_related("connection").filter(settled_at__isnull=not settled).order_by("-at", "-pk")
    if connection is not None:
        found = found.filter(connection=connection)
    return tuple(
        AsideShown(
            id=a.pk,
            source=a.connection.text.rsplit("/", 1)[-1],
            name=a.name,
            line=a.line,
            reason=a.reason,
            advice=a.advice,
            raw=bytes(a.raw[:_RAW_SHOWN]).decode("utf8", "replace"),
            at=a.at,
            settled=a.settled_at is not None,
        )
        for a in found[:limit]
    )


def held(address: str) -> Held | None:
    """What the record holds under an id or, for a post, under its web address."""
    posts = Post.objects.select_related("author")
    # Ids first, which are indexed: an address of its own have only posts whose id is none.
    post = posts.filter(uid=address).first() or posts.filter(url=address).first()
    if post is not None:
        gone = post.withdrawn_at is not None
        return Held(id=post.uid, author=_actor(post.author), text=post.text, title=post.title, withdrawn=gone)
    done = ActivityRow.objects.select_related("actor").filter(uid=address).first()
    return Held(id=done.uid, author=_actor(done.actor)) if done else None


def _actor(row: ActorRow) -> Actor:
    return Actor(id=row.uid, network=row.network, handle=row.handle, name=row.name, type=row.type, url=row.url)


def what_is(text: str) -> str:
    """What we take a thing for, in a sentence; never an error.

    >>> what_is("")
    ''
    """
    if not text.strip():
        return ""
    try:
        source = recognise(thing(text.strip()))
    except CannotRead as error:
        return str(error)
    return f"{source.title}. {source.sees}"

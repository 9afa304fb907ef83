"""What the doors show of sources. Queries only."""

from datetime import UTC, datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Actor as ActorRow
from twoears.activities.models import Post
from twoears.activities.values import Actor
from twoears.lib.counts import lasting
from twoears.sources.catalogue import recognise, sources, thing
from twoears.sources.health import AsideShown, Beat, Health, Hole, merged
from twoears.sources.models import Aside, Brought, Connection, Gap, Look, State
from twoears.sources.reading import Asked, CannotRead, Held, Source

_BEATS = 24
_MISSED = 3  # looks in a row without an answer before a source counts as silent
_RAW_SHOWN = 2000
_GAPS_SHOWN = timedelta(days=30)
_LONG_CUT = timedelta(minutes=5)  # a stream that is cut comes back within a minute or two, or something is wrong


def health(now: datetime | None = None) -> tuple[Health, ...]:
    """How each connection is doing, in the order they were added."""
    return _healths(list(Connection.objects.all()), now or datetime.now(UTC))


def progress() -> tuple[Health, ...]:
    """Those that are being read or wait for their turn."""
    busy = Connection.objects.filter(state__in=(State.READING, State.WAITING))
    return _healths(list(busy), datetime.now(UTC))


def health_of(connection: Connection, now: datetime | None = None) -> Health:
    """How one connection is doing."""
    return _healths([connection], now or datetime.now(UTC))[0]


def on_disk(connection: Connection) -> bool:
    """Whether it is a file or a folder: read once, also where its source looks at addresses again and again."""
    return connection.name.removeprefix(f"{connection.kind} ").startswith("/")


def short_name(text: str) -> str:
    """What a connection is called where it is listed: an address as it is, a file or folder by the end of its path.

    >>> short_name("/data/mail/"), short_name("https://blog.example/"), short_name("webmention:https://blog.example/")
    ('mail', 'https://blog.example/', 'blog.example')
    """
    if text.startswith("http"):
        return text
    before, colon, address = text.partition("://")
    end = address.rstrip("/") if colon and ":" in before else text.rstrip("/").rsplit("/", 1)[-1]
    return end or text


def source_name(connection: int) -> str:
    """What a connection is called in the record, where it says through what a thing was heard."""
    return f"connection:{connection}"


def _healths(connections: list[Connection], now: datetime) -> tuple[Health, ...]:
    beats, gaps, unread = _beats(connections), _gaps(connections, now), _unread(connections)
    return tuple(_health(c, beats.get(c.pk, ()), gaps.get(c.pk, ()), unread.get(c.pk, 0), now) for c in connections)


def _health(c: Connection, beats: tuple[Beat, ...], gaps: tuple[Hole, ...], unread: int, now: datetime) -> Health:
    source = sources()[c.kind]
    cut = c.state == State.CUT
    lost = cut and (c.alive_at is None or now - c.alive_at > _LONG_CUT)
    silent = c.state == State.FAILED or lost or (_overdue(c, source, now) and c.state != State.PAUSED)
    limited = c.limit_resets_at is not None and c.limit_resets_at > now
    return Health(
        id=c.pk,
        name=short_name(c.text),
        kind=c.kind,
        title=source.title,
        mark=source.mark,
        text=c.text,
        live=source.live and not on_disk(c),
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
        silent=silent,
        state_words=State(c.state).label,
        advice=_advice(c, source, now) if silent or cut else "",
        gaps=gaps,
        delay=c.delay,
        limit_most=c.limit_most if limited else None,
        limit_left=c.limit_left if limited else None,
        limit_resets_at=c.limit_resets_at if limited else None,
        renews_on=c.renews_on,
        ends_in=(c.renews_on - now.date()).days if c.renews_on else None,
        streams=source.stream is not None and not on_disk(c),
        takes=source.takes is not None and not on_disk(c),
        unread=unread,
        ready=source.ready is None or source.ready(Asked(columns=_columns(c))),
        speaks=source.post is not None and (bool(c.sealed) or source.post.free) and c.state != State.PAUSED,
    )


def _columns(c: Connection) -> dict[str, str]:
    columns = c.asked.get("columns")
    return columns if isinstance(columns, dict) else {}


def _unread(connections: list[Connection]) -> dict[int, int]:
    """connection -> how much of what was brought is not read yet."""
    rows = Brought.objects.filter(connection__in=connections).values("connection").annotate(n=Count("pk"))
    return dict(rows.values_list("connection", "n"))


def _overdue(c: Connection, source: Source, now: datetime) -> bool:
    late = timedelta(seconds=_MISSED * max(source.every, 60))
    return source.live and c.next_at is not None and now - c.next_at > late


def _advice(c: Connection, source: Source, now: datetime) -> str:
    """What becomes of a source that is silent, and what a member can do."""
    again = "It connects again by itself." if c.state == State.CUT else "Look again with Test."
    if c.next_at is not None and c.state != State.CUT:
        again = f"We look again in {lasting(c.next_at - now)}."
        if now - c.next_at > _LONG_CUT:
            again = "Nobody has looked since: is `twoears up` running?"
    if source.fields and c.sealed:
        again += " If the password or token has changed, give the new one."
    return again


def _gaps(connections: list[Connection], now: datetime) -> dict[int, tuple[Hole, ...]]:
    """connection -> the holes of the last 30 days; one query for all of them."""
    recent = Q(until__gt=now - _GAPS_SHOWN) | Q(until=None)
    found: dict[int, list[Hole]] = {}
    for gap in Gap.objects.filter(recent, connection__in=connections).order_by("pk"):
        hole = Hole(since=gap.since, until=gap.until or now, why=gap.why, filled=gap.filled_at is not None)
        found.setdefault(gap.connection_id, []).append(hole)
    return {connection: merged(holes) for connection, holes in found.items()}


def _beats(connections: list[Connection]) -> dict[int, tuple[Beat, ...]]:
    """connection -> its last looks, the oldest first; two queries for all of them, however many looks there were."""
    # The index of a connection's looks is in the order of their keys, so the last 24 are found without the others.
    back = Look.objects.filter(connection=OuterRef("pk")).order_by("-pk").values("pk")
    starts = Connection.objects.filter(pk__in=[c.pk for c in connections]).annotate(
        first=Coalesce(Subquery(back[_BEATS - 1 : _BEATS]), 0)
    )
    wanted = Q(pk__in=())
    for connection, first in starts.values_list("pk", "first"):
        wanted |= Q(connection=connection, pk__gte=first)
    found: dict[int, tuple[Beat, ...]] = {}
    for look in Look.objects.filter(wanted).order_by("connection", "at", "pk"):
        beat = Beat(at=look.at, state="well" if look.well else "failed", new=look.new)
        found[look.connection_id] = (*found.get(look.connection_id, ()), beat)
    return found


def asides(
    connection: int | None = None, *, settled: bool = False, after: int = 0, limit: int = 100
) -> tuple[AsideShown, ...]:
    """Records that were set aside, the latest first; without the first `after` of them."""
    found = _asides(connection, settled=settled).select_related("connection").order_by("-at", "-pk")
    return tuple(
        AsideShown(
            id=a.pk,
            source=short_name(a.connection.text),
            name=a.name,
            line=a.line,
            reason=a.reason,
            advice=a.advice,
            raw=bytes(a.raw[:_RAW_SHOWN]).decode("utf8", "replace"),
            at=a.at,
            settled=a.settled_at is not None,
        )
        for a in found[after : after + limit]
    )


def asides_in_all(connection: int | None = None, *, settled: bool = False) -> int:
    """How many they are."""
    return _asides(connection, settled=settled).count()


def _asides(connection: int | None, *, settled: bool) -> QuerySet[Aside]:
    found = Aside.objects.filter(settled_at__isnull=not settled)
    return found if connection is None else found.filter(connection=connection)


def held(address: str) -> Held | None:
    """What the record holds under an id or, for a post, under its web address."""
    posts = Post.objects.select_related("author")
    # Ids first, which are indexed: an address of its own have only posts whose id is none.
    post = posts.filter(uid=address).first() or posts.filter(url=address).first()
    if post is not None:
        return Held(
            id=post.uid,
            author=_actor(post.author),
            text=post.text,
            title=post.title,
            published=post.published,
            withdrawn=post.withdrawn_at is not None,
        )
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

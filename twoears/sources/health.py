"""How each source is doing, as it is shown by every door."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from twoears.sources.reading import Field

WARNED = timedelta(days=30)  # before what a source is built on ends, its page begins to say so
PRESSING = timedelta(days=14)  # before it ends, not everything is in order any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """One of the last 24 looks (or hours): "well", "failed" or "none"."""

    at: datetime
    state: str
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A stretch of time in which a source did not reach us. `filled` says that a look has brought what it held since.

    `since` is None where nobody can tell from when on.
    """

    since: datetime | None
    until: datetime
    why: str
    filled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A connection in the table of sources. `state` is a word of State; `sees` and `blind` are sentences.

    `delay` is how many seconds the last things heard were old when they came. `gaps` are those of the last 30 days.
    `advice` says what to do where something is wrong, or what happens by itself. `renews_on` is the last day of what
    it is built on, `ends_in` how many days that is from now. `streams`: it is told of what happens, and does not only
    look. `takes`: others can bring it things; `unread` of them are not read yet, and none is before it is `ready`: a
    webhook waits for a member to say what its fields mean. `speaks`: we can answer through it.
    """

    id: int
    name: str
    kind: str
    title: str
    mark: str
    text: str
    live: bool
    state: str
    beats: tuple[Beat, ...]
    heard_at: datetime | None
    first_heard: datetime | None
    last_heard: datetime | None
    next_at: datetime | None
    total: int | None
    read: int
    new: int
    known: int
    set_aside: int
    error: str
    sees: str
    blind: str
    silent: bool
    state_words: str
    advice: str
    gaps: tuple[Hole, ...]
    delay: float | None
    limit_most: int | None
    limit_left: int | None
    limit_resets_at: datetime | None
    renews_on: date | None
    ends_in: int | None
    streams: bool
    takes: bool
    unread: int
    ready: bool
    speaks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShown:
    """Something that a source asks for. `value` is what was given, never that of a secret; `given` says that it was."""

    name: str
    label: str
    help: str
    secret: bool
    required: bool
    value: str
    given: bool


def fields_shown(fields: Iterable[Field], options: Mapping[str, str], secrets: Iterable[str]) -> tuple[FieldShown, ...]:
    """What a source asks for and what of it was given; of secrets only that they were.

    >>> fields_shown([Field(name="token", label="Token", secret=True)], {}, ["token"])[0].given
    True
    """
    kept = set(secrets)
    return tuple(
        FieldShown(
            name=field.name,
            label=field.label,
            help=field.help,
            secret=field.secret,
            required=field.required,
            value="" if field.secret else options.get(field.name, ""),
            given=field.name in kept if field.secret else bool(options.get(field.name)),
        )
        for field in fields
    )


def merged(holes: Iterable[Hole]) -> tuple[Hole, ...]:
    """Holes that touch become one, the oldest first; it is filled only where all of them are.

    >>> def at(hour): return datetime(2026, 3, 1, hour)
    >>> found = merged([Hole(since=at(1), until=at(3), why="a", filled=True),
    ...                 Hole(since=at(2), until=at(5), why="b", filled=False)])
    >>> [(hole.since.hour, hole.until.hour, hole.why, hole.filled) for hole in found]
    [(1, 5, 'b', False)]
    """
    found: list[Hole] = []
    for hole in sorted(holes, key=lambda h: (h.since or h.until, h.until)):
        last = found[-1] if found else None
        if last is None or (hole.since or hole.until) > last.until:
            found.append(hole)
            continue
        open_one = last if not last.filled else hole
        found[-1] = Hole(
            since=last.since or hole.since,
            until=max(last.until, hole.until),
            why=open_one.why,
            filled=last.filled and hole.filled,
        )
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideShown:
    """A record that was set aside."""

    id: int
    source: str
    name: str
    line: int
    reason: str
    advice: str
    raw: str
    at: datetime
    settled: bool

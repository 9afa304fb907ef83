"""One look: lists from their newest end back to what was heard before, and whether what was there still is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final

from twoears.lib.dates import when
from twoears.sources.mastodon.door import NotThere
from twoears.sources.mastodon.known import Place, kept
from twoears.sources.mastodon.shape import moment
from twoears.sources.mastodon.talk import Talk
from twoears.sources.reading import Cursor, Heard

LOOK_BACK: Final = timedelta(days=7)  # answers to posts of the last days are looked at again
LATE: Final = timedelta(hours=1)  # a post of another server may come later than others that are newer
_AT_FIRST: Final = timedelta(days=7)  # of what is not ours: timelines go back further than anybody wants
_MOST_CHECKED: Final = 20


@dataclass(slots=True)
class Places:
    """How far the lists of one connection were read: the cursor, in which each list has its own words."""

    talk: Talk
    words: dict[str, str]
    since: datetime | None

    def cursor(self) -> Cursor:
        """All of it, with the posts whose deletion can still be told."""
        posts = kept(self.talk.known.posts)
        return Cursor({**self.words, **({"posts": posts} if posts else {})})


@dataclass(slots=True)
class List:
    """A list of posts or notifications, `told` one by one.

    What is before `until` was heard on earlier looks; `top` is the newest of this one. A look that was broken off goes
    on at `page`. Ids only page: their order means nothing that holds on every server, so what is new is told by the
    date, and a list is read again as far `back` as something may come late.
    """

    places: Places
    name: str
    path: str
    told: Callable[[Any], Iterator[Heard]]
    back: timedelta = LATE
    at_first: timedelta | None = _AT_FIRST

    def heard(self) -> Iterator[Heard]:
        """What is new, with the place after each page."""
        until, page, top = (self._word(name) for name in ("until", "page", "top"))
        page = f"limit=40&max_id={page}" if page and "=" not in page else page
        stop = self._stop(until)
        door = self.places.talk.door
        while True:
            found = door.page(self.path, page)
            top = top or next((at.isoformat() for at in map(moment, found.items) if at), "")
            for item in found.items:
                if not _before(item, stop):
                    yield from self.told(item)
            if door.limit:
                yield door.limit
            if not found.behind or found.behind == page or (stop and all(_before(i, stop) for i in found.items)):
                self._keep(until=max(top, until))
                yield self.places.cursor()
                return
            page = found.behind
            self._keep(until=until, page=page, top=top)
            yield self.places.cursor()

    def _word(self, name: str) -> str:
        return self.places.words.get(f"{self.name}{name}", "")

    def _keep(self, **words: str) -> None:
        names = ("until", "page", "top")
        left = {key: value for key, value in self.places.words.items() if key not in [f"{self.name}{n}" for n in names]}
        self.places.words = left | {f"{self.name}{name}": value for name, value in words.items() if value}

    def _stop(self, until: str) -> datetime | None:
        # Never from a day to come: a clock that was wrong would keep us deaf until then.
        now = datetime.now(UTC)
        first = now - self.at_first if self.at_first else None
        known = min(when(until) - LATE, now - self.back) if until else first
        since = self.places.since
        return max(known, since) if known and since else known or since


def checked(talk: Talk, before: Mapping[str, Place]) -> Iterator[Heard]:
    """What was in our conversations at the last look and is there no more: gone, where the server says so."""
    now = datetime.now(UTC)
    oldest = (now - LOOK_BACK).isoformat()
    open_to_us = [key for key, place in before.items() if not place.few or talk.door.token]
    missing = [key for key in open_to_us if before[key].near and before[key].at >= oldest and key not in talk.near]
    sane = False
    for key in islice(missing, _MOST_CHECKED):
        talk.known.posts[key] = before[key]._replace(near=False)  # asked once
        try:
            talk.door.status(key)
        except NotThere:
            sane = sane or _answers(talk)
            if not sane:
                return
            yield from talk.gone(key, now)
            del talk.known.posts[key]


def _answers(talk: Talk) -> bool:
    """Whether the server still knows what it has just shown us: one that knows nothing deletes nothing."""
    try:
        return bool(talk.near) and bool(talk.door.status(min(talk.near)))
    except NotThere:
        return False


def _before(item: Any, stop: datetime | None) -> bool:
    at = moment(item)
    return stop is not None and at is not None and at < stop

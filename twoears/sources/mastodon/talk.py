"""What a server tells, one object after another, each with what it answers."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec

from twoears.activities.values import Activity, Actor
from twoears.lib.http import NoAnswer
from twoears.sources.mastodon.door import Door
from twoears.sources.mastodon.known import Known, dict_of, word
from twoears.sources.mastodon.shape import NotAStatus, heard, notified
from twoears.sources.reading import CannotRead, Heard, SetAside, once

_MAX_RAW: Final = 65536


@dataclass(slots=True)
class Talk:
    """What is told at one server, to `us` where we have a token. What was heard before is not told again.

    `near` are the ids that were met in conversations of the account itself.
    """

    door: Door
    known: Known
    us: Actor | None = None
    seen: set[str] = field(default_factory=set)
    near: set[str] = field(default_factory=set)

    def said(self, status: Any) -> Iterator[Heard]:
        """A status, behind those that it answers where we do not know them."""
        yield from self._above(status)
        yield from self._told(status)

    def whole(self, status: Any) -> Iterator[Heard]:
        """A status of the account itself, and its conversation."""
        around: list[Any] = []
        self.known.meet([status], near=True)
        self.near.update([word(status, "id")] if isinstance(status, Mapping) else ())
        answers = isinstance(status, dict) and (status.get("replies_count") or status.get("in_reply_to_id"))
        if answers and not status.get("reblog"):
            above, below = yield from self._context(status)
            around = [*above, *below]
            self.known.meet(around, near=True)
            self.near.update(word(one, "id") for one in around if isinstance(one, Mapping))
        elif isinstance(status, dict) and status.get("reblog"):
            yield from self._above(status)
        for one in (status, *around):
            yield from self._told(one)

    def notice(self, note: Any) -> Iterator[Heard]:
        """A notification."""
        us = self.us
        if us is None:
            return
        status = note.get("status") if isinstance(note, Mapping) else None
        if isinstance(status, Mapping):
            self.known.meet([status])
            if word(note, "type") not in ("favourite", "reblog"):
                yield from self._above(status)
        yield from once(tolerant(note, lambda n: notified(n, self.known, us)), self.seen)

    def _told(self, status: Any) -> Iterator[Heard]:
        self.known.meet([status])
        yield from once(tolerant(status, lambda s: heard(s, self.known)), self.seen)

    def _above(self, status: Any) -> Iterator[Heard]:
        said = dict_of(status, "reblog") or status if isinstance(status, Mapping) else {}
        if self.known.knows_parent(said):
            return
        above, _ = yield from self._context(said)
        self.known.meet(above)
        for one in above:
            yield from self._told(one)

    def _context(self, status: Mapping[str, Any]) -> Generator[Heard, None, tuple[list[Any], list[Any]]]:
        try:
            return self.door.context(word(status, "id"))
        except CannotRead as error:
            if isinstance(error.__cause__, NoAnswer):
                raise
            yield aside(status, f"Its conversation could not be read. {error}")
        return [], []

    def gone(self, key: str, at: datetime) -> Iterator[Heard]:
        """That the post behind an id of this server was deleted."""
        yield from once(self.known.withdrawn(key, at), self.seen)


def tolerant(thing: Any, shape: Callable[[Any], Iterable[Activity]]) -> Iterator[Heard]:
    """What a thing tells; one that cannot be read is set aside."""
    try:
        found = list(shape(thing))
    except NotAStatus as error:
        yield aside(thing, str(error))
        return
    yield from found


def aside(thing: Any, reason: str) -> SetAside:
    """A record that could not be read, with enough to try it again."""
    name = word(thing, "uri")[:500] if isinstance(thing, Mapping) else ""
    raw = msgspec.json.encode(thing)[:_MAX_RAW]
    return SetAside(
        name=name or "mastodon.json",
        reason=reason,
        advice="Leave it out, or mend the record and read it again.",
        raw=raw,
    )

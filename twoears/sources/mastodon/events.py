"""Server-Sent Events, and the same events as they come over a WebSocket."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from twoears.lib.http import NoStream

_FIELDS = frozenset({"event", "data", "id", "retry"})


class NoEvents(NoStream):
    """What comes is no stream of events, but a page or the like."""

    def __init__(self, line: str) -> None:
        super().__init__(f"Where events should come there is {line!r}.", 200)


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened: its kind, and what the server says of it, as it stands on the line."""

    name: str
    data: str


def events(lines: Iterable[str]) -> Iterator[Event | None]:
    """The events in lines, None for each sign of life between them (https://html.spec.whatwg.org/#event-stream).

    What is cut before its empty line never happened. Raises `NoEvents` where the first line is none of the format.

    >>> list(events([":)", "event: delete", "data: 7", "", "data: a", "data", "data:b", "", "data: cut"]))
    [None, Event(name='delete', data='7'), Event(name='message', data='a\\n\\nb')]
    """
    name, data = "", list[str]()
    first = True
    for line in _split(lines):
        if not line:
            if data:
                yield Event(name or "message", "\n".join(data))
            name, data = "", []
            continue
        field, _, value = line.partition(":")
        if first and field and field not in _FIELDS:
            raise NoEvents(line[:80])
        first = False
        if not field:
            yield None
        elif field == "event":
            name = value.removeprefix(" ")
        elif field == "data":
            data.append(value.removeprefix(" "))


def _split(lines: Iterable[str]) -> Iterator[str]:
    """A lone CR ends a line too, and a mark of byte order may stand in front."""
    for number, line in enumerate(lines):
        yield from (line.removeprefix("\ufeff") if number == 0 else line).split("\r")


def framed(frame: str | bytes) -> Event | None:
    """The event in a frame of a WebSocket; None where it is empty or tells nothing.

    Mastodon writes what it says of the event as JSON in a string, others as JSON.

    >>> framed('{"stream": ["user"], "event": "delete", "payload": "7"}')
    Event(name='delete', data='7')
    >>> framed(b"") is None
    True
    """
    if not frame:
        return None
    try:
        told: Any = msgspec.json.decode(frame)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Event("broken", frame if isinstance(frame, str) else frame.decode("utf8", "replace"))
    name = told.get("event") if isinstance(told, dict) else None
    if not isinstance(name, str):
        return None
    data = told.get("payload")
    return Event(name, data if isinstance(data, str) else msgspec.json.encode(data).decode())

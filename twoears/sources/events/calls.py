"""A call as a tracking library makes it: one event or a batch of them, each still as it came.

https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

MOST_OF_A_CALL: Final = 500 * 1024  # bytes, unpacked; both limits are Segment's own
MOST_OF_AN_EVENT: Final = 32 * 1024
KINDS: Final = frozenset({"identify", "track", "page", "screen", "group", "alias"})
# Browsers use one letter: words such as "track" are what blockers look for.
_SHORT: Final = {kind[0]: kind for kind in (*KINDS, "batch")}


class NotACall(ValueError):
    """The bytes are no call that we understand; nothing of it can be read."""


class TooLong(NotACall):
    """It is larger than a call or an event may be."""


@dataclass(frozen=True, slots=True)
class Call:
    """`pieces` are the events as they came, `shared` what the batch says for all; `kind` is that of the path."""

    kind: str
    pieces: tuple[bytes, ...]
    shared: Mapping[str, Any]


def kind_of(path: str) -> str:
    """What the last word of a path says of a call, empty where it says nothing that we know.

    >>> kind_of("v1/track"), kind_of("/v1/b?x=1"), kind_of("v1/nothing")
    ('track', 'batch', '')
    """
    word = path.partition("?")[0].rstrip("/").rpartition("/")[2]
    word = _SHORT.get(word, word)
    return word if word in KINDS or word == "batch" else ""


def call(body: bytes, path: str) -> Call:
    """The events of a call; raises `NotACall`.

    >>> call(b'{"batch": [{"type": "track"}, 7], "sentAt": "2026-03-01T09:00:00Z"}', "v1/batch").pieces
    (b'{"type": "track"}', b'7')
    """
    if len(body) > MOST_OF_A_CALL:
        raise TooLong("A call may have 500 KB. Send fewer events at once.")
    parts = _decoded(body, dict[str, msgspec.Raw])
    kind = kind_of(path)
    if "batch" in parts:
        pieces = tuple(bytes(piece) for piece in _decoded(bytes(parts["batch"]), list[msgspec.Raw]))
        shared = {name: _decoded(bytes(parts[name]), Any) for name in ("sentAt", "context") if name in parts}
        return Call("", pieces, shared)
    if kind == "batch":
        raise NotACall("A batch has its events in a list named batch. This call has none.")
    if len(body) > MOST_OF_AN_EVENT:
        raise TooLong("An event may have 32 KB. Leave out what nobody measures.")
    _decoded(body, dict[str, Any])  # what is broken within a batch is set aside, this can be told at once
    return Call(kind, (body,), {})


def write_key(body: bytes) -> str:
    """The write key that a call carries in itself, as browsers send it: with the batch, or with its first event."""
    try:
        parts = _decoded(body[: MOST_OF_A_CALL + 1], dict[str, Any])
    except NotACall:
        return ""
    batch = parts.get("batch")
    first = batch[0] if isinstance(batch, list) and batch else {}
    found = parts.get("writeKey") or (first.get("writeKey") if isinstance(first, dict) else "")
    return found if isinstance(found, str) else ""


def events(one: Call) -> Iterator[tuple[bytes, dict[str, Any] | NotACall]]:
    """Each event with the bytes that it came as; one that cannot be read is told by its error."""
    for piece in one.pieces:
        try:
            yield piece, _event(piece, one)
        except NotACall as error:
            yield piece, error


def _event(piece: bytes, one: Call) -> dict[str, Any]:
    if len(piece) > MOST_OF_AN_EVENT:
        raise TooLong("An event may have 32 KB. Leave out what nobody measures.")
    said = _decoded(piece, dict[str, Any])
    kind = said.get("type") or one.kind
    if not isinstance(kind, str) or kind not in KINDS:
        raise NotACall(f"There is no kind of event {str(kind)[:40]!r}. There are: {', '.join(sorted(KINDS))}.")
    context = {**_mapping(one.shared.get("context")), **_mapping(said.get("context"))}
    return {"sentAt": one.shared.get("sentAt"), **said, "type": kind, "context": context}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _decoded(data: bytes, shape: Any) -> Any:
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.ValidationError as error:
        raise NotACall(f"It has not the shape of a call: {error}.") from error
    except (ValueError, RecursionError) as error:
        raise NotACall(f"It is not JSON: {str(error)[:100]}.") from error

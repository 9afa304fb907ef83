"""The firehose: each commit as it is signed, in DAG-CBOR with its records in a CAR file.

https://atproto.com/specs/event-stream and https://atproto.com/specs/sync. A frame is a header ({op, t}) and a body. The
place is a number that the server counts up; it goes on behind the one that it is given. That a frame comes from whom it
names is not checked by signatures: the server is believed, as with every other way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from twoears.activities.values import Activity
from twoears.lib.dates import NoDate, when
from twoears.sources.bluesky.shape import NotAPost
from twoears.sources.bluesky_repository.shape import READ
from twoears.sources.jetstream.acts import Change, heard, renamed, somebody, standing
from twoears.sources.reading import Missed

_MOST_OPS: Final = 200  # in one commit, as the protocol has it


@dataclass(frozen=True, slots=True)
class Frame:
    """`kind` is #commit, #identity, #account, #sync, #info or error; `seq` its place, 0 where it has none."""

    kind: str
    seq: int
    body: Mapping[str, Any]


def frame(raw: bytes) -> Frame:
    """The frame in `raw`; raises `NotAPost`. How deep it may be nested is bounded by the decoder."""
    from libipld import decode_dag_cbor_multi

    try:
        parts = decode_dag_cbor_multi(raw)
    except (ValueError, RecursionError, OverflowError, MemoryError) as error:
        raise NotAPost(f"It is no frame of a firehose: {str(error)[:200]}.") from error
    if len(parts) != 2 or not isinstance(parts[0], dict) or not isinstance(parts[1], dict):
        raise NotAPost("It is no frame of a firehose: it lacks a header or a body.")
    header, body = parts
    kind = "error" if header.get("op") == -1 else str(header.get("t") or "")[:100]
    seq = body.get("seq")
    return Frame(kind, seq if isinstance(seq, int) and 0 <= seq < 1 << 63 else 0, body)


def told(said: Frame) -> Iterator[Activity | NotAPost]:
    """What the frame tells, and why a part of it could not be read."""
    try:
        if said.kind == "#commit":
            yield from _commit(said.body)
        elif said.kind == "#identity":
            named = renamed(somebody(said.body.get("did")), _word(said.body, "handle"), _at(said.body))
            yield from (named,) if named else ()
        elif said.kind == "#account":
            active = said.body.get("active") is True
            yield standing(somebody(said.body.get("did")), active, _word(said.body, "status"), _at(said.body))
    except NotAPost as error:
        yield error


def whose(said: Frame) -> str:
    """The did that the frame is about, empty for none."""
    return _word(said.body, "repo" if said.kind == "#commit" else "did")


def counted_anew(place: int, first: int) -> Iterator[Missed]:
    """Whether the server began with what lies before our place: then it has lost its count, and we our place."""
    if place and first <= place:
        yield Missed(why="The server has begun to count anew; what came between cannot be told.")


def is_cut_short(said: Frame) -> bool:
    """Whether records changed that the frame does not hold: a repository begun anew, or a commit that was too big."""
    return said.kind == "#sync" or (said.kind == "#commit" and said.body.get("tooBig") is True)


def _commit(body: Mapping[str, Any]) -> Iterator[Activity | NotAPost]:
    did, at, rev = somebody(body.get("repo")), _at(body), _word(body, "rev")
    ops = body.get("ops")
    told = [op for op in ops[:_MOST_OPS] if isinstance(op, dict)] if isinstance(ops, list) else []
    told = [op for op in told if str(op.get("path")).partition("/")[0] in READ]
    records = _records(body) if any(op.get("action") != "delete" for op in told) else {}
    for op in told:
        record = records.get(cid) if isinstance(cid := op.get("cid"), bytes) else None
        try:
            said = heard(Change(did, str(op.get("path")), str(op.get("action")), record, rev, at))
        except NotAPost as error:
            yield error
            continue
        if said is not None:
            yield said


def _records(body: Mapping[str, Any]) -> Mapping[bytes, Any]:
    from libipld import decode_car

    blocks = body.get("blocks")
    try:
        _, found = decode_car(blocks if isinstance(blocks, bytes) else b"")
    except (ValueError, RecursionError, OverflowError, MemoryError) as error:
        raise NotAPost(f"The records of a commit cannot be read: {str(error)[:200]}.") from error
    return found


def _at(body: Mapping[str, Any]) -> datetime:
    """When the server told it; now where it does not say."""
    try:
        return when(_word(body, "time"))
    except NoDate:
        return datetime.now(UTC)


def _word(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value[:2000] if isinstance(value, str) else ""

"""What the doors show of a webhook: what has come, and what its fields are taken for. Queries only."""

from collections.abc import Mapping

import msgspec

from twoears.sources.models import Aside, Brought, Connection
from twoears.sources.reading import CannotRead, Incoming
from twoears.sources.tables.rows import Open, Unreadable
from twoears.sources.webhook.mapping import FIXED, acts, proposed
from twoears.sources.webhook.records import Record, records
from twoears.sources.webhook.showing import Meanings, shown, together

KIND = "webhook"
_MOST = 50  # calls that a proposal is made from
_ASIDES = 10  # records that could not be read, from which a mapping is mended


def meanings(connection: Connection, mapping: Mapping[str, str] | None = None) -> Meanings:
    """What its fields mean by `mapping`, else by what a member has said, else as we propose.

    Raises CannotRead where it is no webhook.
    """
    only_webhooks(connection)
    found = waiting(connection)
    kept = _accepted(connection)
    by = (kept or proposed([flat for _, flat in found])) if mapping is None else mapping
    rows, same, more = shown(seen(connection, found), by)
    return Meanings(
        accepted=bool(kept),
        waiting=Brought.objects.filter(connection=connection).count(),
        records=len(found),
        readable=sum(not unread(flat, by, incoming) for incoming, flat in found) if by else 0,
        meanings=rows,
        same=same,
        more=more,
    )


def propose(connection: Connection) -> dict[str, str]:
    """path -> field, from the first calls that wait; empty while nothing has come."""
    return proposed([flat for _, flat in waiting(connection)])


def sample(connection: Connection) -> Record:
    """What has come, path by path, to be shown beside the proposal."""
    return seen(connection, waiting(connection))


def seen(connection: Connection, found: list[tuple[Incoming, Record]]) -> Record:
    """What waits, then what could not be read, then the paths of what was read and is gone, without values."""
    paths = connection.asked.get("paths")
    known = [str(path) for path in paths] if isinstance(paths, list) else []
    known += [path for path in _accepted(connection) if not path.startswith(FIXED)]
    return together([*(flat for _, flat in found), *_set_aside(connection)], known)


def only_webhooks(connection: Connection) -> None:
    """Raise CannotRead where the meaning of a source's fields is not ours to say."""
    if connection.kind != KIND:
        raise CannotRead(f"{connection.text} is no webhook: we know what its fields mean, and nothing is to be said.")


def unread(flat: Record, mapping: Mapping[str, str], incoming: Incoming) -> str:
    """Why a record cannot be read by `mapping`, as a sentence; empty where it can."""
    try:
        list(acts(flat, mapping, incoming.at))
    except (CannotRead, Unreadable) as error:
        return str(error)
    except Open:
        return ""
    return ""


def waiting(connection: Connection) -> list[tuple[Incoming, Record]]:
    """The records of the first calls that wait, each with the call that brought it."""
    found: list[tuple[Incoming, Record]] = []
    for row in Brought.objects.filter(connection=connection).order_by("pk")[:_MOST]:
        incoming = Incoming(body=bytes(row.body), headers=row.headers, path=row.path, at=row.at)
        try:
            found += [(incoming, flat) for flat in records(incoming)]
        except CannotRead:
            continue
    return found


def _set_aside(connection: Connection) -> list[Record]:
    rows = Aside.objects.filter(connection=connection, settled_at=None).order_by("-pk")[:_ASIDES]
    found = []
    for row in rows:
        try:
            found.append(msgspec.json.decode(bytes(row.raw), type=dict[str, Record])["record"])
        except (msgspec.MsgspecError, KeyError, RecursionError):
            continue  # cut off where it was too long: it shows nothing
    return found


def _accepted(connection: Connection) -> dict[str, str]:
    columns = connection.asked.get("columns")
    return columns if isinstance(columns, dict) else {}

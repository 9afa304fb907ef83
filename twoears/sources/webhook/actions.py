"""Say what the fields of a webhook mean: a proposal from what has come, and a member's word."""

from collections.abc import Mapping

import msgspec
from django.db import transaction

from twoears.sources.actions import MayNot
from twoears.sources.models import Brought, Connection
from twoears.sources.reading import CannotRead, Incoming
from twoears.sources.tables.rows import Open, Unreadable
from twoears.sources.webhook.mapping import acts, checked, proposed
from twoears.sources.webhook.records import Record, records
from twoears.team.models import Member

_MOST = 50  # calls that a proposal is made from
_PROPOSED = "proposed"


def propose(connection: Connection) -> dict[str, str]:
    """path -> field, from the first calls that wait, kept with the connection; empty while nothing has come.

    What was proposed once stays until a member changes it, so that it does not change under their eyes.
    """
    kept = _options(connection).get(_PROPOSED, "")
    if kept:
        return msgspec.json.decode(kept, type=dict[str, str])
    made = proposed([flat for _, flat in _waiting(connection)])
    if made:
        _keep(connection, options={**_options(connection), _PROPOSED: msgspec.json.encode(made).decode()})
    return made


def sample(connection: Connection) -> Record:
    """A record that waits, path by path, to be shown beside the proposal."""
    return next((flat for _, flat in _waiting(connection)), {})


def accept_mapping(*, member: Member, connection: Connection, mapping: Mapping[str, str]) -> int:
    """Read all that waits and all that comes by `mapping`; how many of the first records that wait can be read by it.

    Raises MayNot, and CannotRead where a field is unknown or none of what waits could be read.
    """
    if not member.may_decide:
        raise MayNot("Readers look; ask an owner to make you a member.")
    made = checked(mapping)
    waiting = _waiting(connection)
    failed = [why for incoming, flat in waiting if (why := _unread(flat, made, incoming))]
    if waiting and len(failed) == len(waiting):
        raise CannotRead(f"By this none of what has come could be read. {failed[0]}")
    _keep(connection, columns=made)
    return len(waiting) - len(failed)


def _unread(flat: Record, mapping: Mapping[str, str], incoming: Incoming) -> str:
    try:
        list(acts(flat, mapping, incoming.at))
    except (CannotRead, Unreadable) as error:
        return str(error)
    except Open:
        return ""
    return ""


def _waiting(connection: Connection) -> list[tuple[Incoming, Record]]:
    found: list[tuple[Incoming, Record]] = []
    for row in Brought.objects.filter(connection=connection).order_by("pk")[:_MOST]:
        incoming = Incoming(body=bytes(row.body), headers=row.headers, path=row.path, at=row.at)
        try:
            found += [(incoming, flat) for flat in records(incoming)]
        except CannotRead:
            continue
    return found


def _options(connection: Connection) -> dict[str, str]:
    options = connection.asked.get("options")
    return options if isinstance(options, dict) else {}


@transaction.atomic
def _keep(connection: Connection, **changes: dict[str, str]) -> None:
    held = Connection.objects.select_for_update().get(pk=connection.pk)
    held.asked = {**held.asked, **changes}
    held.save(update_fields=["asked"])
    connection.asked = held.asked

"""Say what the fields of a webhook mean: a member's word, by which what waits is read."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from twoears.sources.actions import may_add
from twoears.sources.models import Connection
from twoears.sources.reading import CannotRead
from twoears.sources.webhook.mapping import checked
from twoears.sources.webhook.pages import only_webhooks, seen, unread, waiting
from twoears.sources.webhook.records import Record
from twoears.team.models import Member

_MOST = 300  # paths that are kept


def accept_mapping(*, member: Member, connection: Connection, mapping: Mapping[str, str]) -> int:
    """Read all that waits and all that comes by `mapping`; how many of the first records that wait can be read by it.

    Raises and CannotRead where it is no webhook, a field is unknown or none of what waits could be read.
    """
    may_add(member)
    only_webhooks(connection)
    made = checked(mapping)
    found = waiting(connection)
    _not_twice(made, [flat for _, flat in found])
    failed = [why for incoming, flat in found if (why := unread(flat, made, incoming))]
    if found and len(failed) == len(found):
        raise CannotRead(f"By this none of what has come could be read. {failed[0]}")
    _keep(connection, made, list(seen(connection, found))[:_MOST])
    return len(found) - len(failed)


def _not_twice(mapping: Mapping[str, str], found: Sequence[Record]) -> None:
    """Two paths of one field are for calls of two shapes: where all that have one have the other, one is too many."""
    for path, wish in mapping.items():
        field = wish.partition(":")[0]
        for other in (one for one, what in mapping.items() if one > path and what.partition(":")[0] == field):
            having = [bool(flat.get(path)) + bool(flat.get(other)) for flat in found]
            if 2 in having and 1 not in having:
                raise CannotRead(f"Two paths are named {field}. Keep the one that says it best.")


@transaction.atomic
def _keep(connection: Connection, columns: Mapping[str, str], paths: Sequence[str]) -> None:
    """The paths are kept beside it: what was read is gone, and they are needed to change it later."""
    held = Connection.objects.select_for_update().get(pk=connection.pk)
    held.asked = {**held.asked, "columns": dict(columns), "paths": list(paths)}
    held.save(update_fields=["asked"])
    connection.asked = held.asked

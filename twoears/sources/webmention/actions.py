"""Which of our doors a webmention is for that was brought to the address for all of them."""

from twoears.sources.actions import asked_of
from twoears.sources.models import Connection
from twoears.sources.reading import CannotRead
from twoears.sources.webmention.linkbacks import NotALinkback, linkback
from twoears.sources.webmention.read import home_of
from twoears.sources.webmention.sites import is_ours, sites


def door_for(path: str, body: bytes) -> str:
    """The word of the door of that site; where it is for none, of the first site, whose door says why."""
    mine = list(Connection.objects.filter(kind="webmention").exclude(door=""))
    try:
        target = linkback(path, body).target
    except NotALinkback:
        target = ""
    for connection in mine:
        if target and _is_for(target, connection):
            return connection.door
    return mine[0].door if mine else ""


def _is_for(target: str, connection: Connection) -> bool:
    try:
        return is_ours(target, sites(home_of(connection.text), asked_of(connection).options))
    except CannotRead:
        return False

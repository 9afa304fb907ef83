"""Lists of who follows whom that members brought: what the doors show of them."""

from typing import Final

from twoears.reach.showing import ListBrought
from twoears.sources.models import Connection
from twoears.sources.pages import short_name

KIND: Final = "ties"
MOST: Final = 50


def lists_brought() -> tuple[ListBrought, ...]:
    """The lists that are held as sources, the latest first; at most MOST."""
    found = Connection.objects.filter(kind=KIND).select_related("member").order_by("-pk")[:MOST]
    return tuple(
        ListBrought(
            source=one.pk,
            name=short_name(one.text),
            member=str(one.member or ""),
            brought_at=one.made_at,
            read=one.read,
            new=one.new,
            known=one.known,
            set_aside=one.set_aside,
        )
        for one in found
    )

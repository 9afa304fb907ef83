"""The tables of a LinkedIn export, told by their header; columns come and go by year, so only the needed ones count."""

from typing import Final

# Behind the header of a record that was set aside stand this mark, our id and our name: so it can be tried again alone.
OURS: Final = "Two Ears: whose"

# kind -> the columns that tell it, in lower case. The most telling first: a table fits the first that it has all of.
TABLES: Final[dict[str, tuple[str, ...]]] = {
    "messages": ("from", "to", "date", "content"),
    "invitations": ("from", "to", "sent at", "direction"),
    "connections": ("first name", "last name", "connected on"),
    "profile": ("first name", "last name", "headline"),
    "comments": ("date", "link", "message"),
    "reactions": ("date", "type", "link"),
    "shares": ("date", "sharelink", "sharecommentary"),
    "companies": ("organization", "followed on"),
    "reposts": ("date", "link"),
}


def kind_of(cells: list[str]) -> str:
    """Which table has this header, empty for none: a line of a preamble, or a table that we do not use.

    >>> kind_of(["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"])
    'connections'
    >>> kind_of(["Notes:"])
    ''
    """
    own = cells[: cells.index(OURS)] if OURS in cells else cells
    names = {cell.strip().lower() for cell in own}
    for kind, needed in TABLES.items():
        if names.issuperset(needed) and (kind != "reposts" or len(names) == len(needed)):
            return kind
    return ""

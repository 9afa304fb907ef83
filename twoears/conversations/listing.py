"""Conversations as a list: mine, the team's, nobody's, later, all; a page at a time."""

from dataclasses import dataclass

from twoears.conversations.today import Row

TABS = ("waiting", "mine", "nobody", "later", "long ago", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of conversations; `after` asks for the next one, empty at the end."""

    tab: str
    rows: tuple[Row, ...]
    total: int
    after: str
    networks: tuple[str, ...]

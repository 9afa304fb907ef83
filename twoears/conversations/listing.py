"""Conversations as a list: mine, the team's, nobody's, later, all; of a network, in a language; a page at a time."""

from dataclasses import dataclass

from twoears.conversations.today import Row

TABS = ("waiting", "mine", "nobody", "later", "long ago", "all")
SPOKEN = "mine"  # in the place of a language: any in which the member answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of conversations; `after` asks for the next one, empty at the end.

    `networks` and `languages` are those in which conversations were heard; `named` is what was named most of late, as
    (kind, key).
    """

    tab: str
    rows: tuple[Row, ...]
    total: int
    after: str
    networks: tuple[str, ...]
    languages: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()

"""The ties of a file, by what its name ends in."""

from collections.abc import Iterator
from typing import BinaryIO, Final

from twoears.lib.edges.tables import of_followers, of_lines, of_parquet
from twoears.lib.edges.values import MEANS, Found, Means, NoEdges
from twoears.lib.edges.xml import of_xml

LINES: Final = (".csv", ".tsv", ".tab", ".txt", ".edges", ".edgelist")
XML: Final = (".graphml", ".gexf", ".xml")
ENDINGS: Final = (*LINES, ".parquet", *XML)


def edges(file: BinaryIO, name: str, *, means: Means = "speaks", followers_of: str = "") -> Iterator[Found]:
    """What stands in `file`, which is called `name`. `followers_of`: it lists who follows this account.

    Raises NoEdges for what is of no such kind, or cannot be read as a whole; bad lines are told as such.

    >>> from io import BytesIO
    >>> [found[1:3] for found in edges(BytesIO(b"ann,bob\\nann,eve\\n"), "ties.csv")]
    [('ann', 'bob'), ('ann', 'eve')]
    """
    ending = ending_of(name)
    if means not in MEANS:
        raise NoEdges(f"A line cannot mean {means!r}. It can: {', '.join(MEANS)}.")
    if ending not in ENDINGS:
        raise NoEdges(f"{name} is no graph that can be read. Its name may end in {', '.join(ENDINGS)}.")
    if followers_of:
        return of_followers(file, followers_of)
    if ending in XML:
        return of_xml(file, means)
    return of_parquet(file, means) if ending == ".parquet" else of_lines(file, means)


def is_kind(name: str) -> bool:
    """Whether a file that is called so may hold ties.

    >>> is_kind("Ties.GEXF"), is_kind("letter.eml")
    (True, False)
    """
    return ending_of(name) in ENDINGS


def ending_of(name: str) -> str:
    """What a name ends in, from its last dot on, in lower case."""
    before, dot, after = name.rpartition(".")
    return f"{dot}{after}".lower() if before or dot else ""

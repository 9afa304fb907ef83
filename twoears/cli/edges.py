"""Small tables that say more of ties: what was passed on, who belongs where, names one a line."""

import csv
from pathlib import Path
from typing import Final

from twoears.reach.graph import GraphError

LARGEST: Final = 1 << 30
_HEADS: Final = ("source", "speaker", "speaks", "from")


def lines(path: Path, wanted: int) -> tuple[list[list[str]], int]:
    """Lines of a table that have `wanted` cells, without a header, and how many others there are. Raises GraphError."""
    try:
        if path.stat().st_size > LARGEST:
            raise GraphError(f"{path.name} is larger than {LARGEST >> 20:,} MB.")
        with path.open(newline="", encoding="utf8", errors="replace") as file:
            found = [[cell.strip() for cell in row] for row in csv.reader(file) if row]
    except (OSError, csv.Error) as broken:
        raise GraphError(f"{path} cannot be read: {getattr(broken, 'strerror', None) or broken}.") from broken
    found = found[1:] if found and found[0][0].lower() in _HEADS else found
    whole = [row for row in found if len(row) >= wanted and all(row[:wanted])]
    return whole, len(found) - len(whole)

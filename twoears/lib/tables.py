"""Rows to files that other programs open, spreadsheets among them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

# What a spreadsheet would run as a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers.

    >>> harmless("=HYPERLINK(1)"), harmless(-3), harmless("-3"), harmless("@ann")
    ("'=HYPERLINK(1)", '-3', "'-3", "'@ann")
    """
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else str(value)


def write_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], out: TextIO) -> int:
    """Write `rows` as CSV with a header; how many there were."""
    writer = csv.writer(out)
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([harmless(row.get(column)) for column in columns])
        count += 1
    return count

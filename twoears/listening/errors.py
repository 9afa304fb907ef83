"""A query that cannot be read, shown with the place where it stops making sense."""

import unicodedata
from typing import Final

_AROUND: Final = 48  # characters shown on each side of the place


class QueryError(ValueError):
    """What is wrong in `query`, at which character, over how many, and what to write instead (may be empty).

    `instead` is what the suggestion puts in that place, empty where it leaves it out; None where it is no such thing.
    """

    def __init__(
        self, message: str, query: str, at: int, length: int = 1, suggestion: str = "", instead: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.query = query
        self.at = at
        self.length = max(length, 1)
        self.suggestion = suggestion
        self.instead = instead

    def __str__(self) -> str:
        """The message, the query around the place with carets below it, and the suggestion, each on a line.

        >>> print(QueryError("This bracket is never closed.", "acme (pump", 5, suggestion="Write ) at the end."))
        This bracket is never closed.
          acme (pump
               ^
        Write ) at the end.
        """
        start = max(0, self.at - _AROUND)
        before = _one_line(self.query[start : self.at])
        here = _one_line(self.query[self.at : self.at + min(self.length, _AROUND)])
        after = _one_line(self.query[self.at + len(here) : self.at + _AROUND])
        carets = " " * _columns(before) + "^" * max(1, _columns(here))
        lines = [self.message, f"  {before}{here}{after}".rstrip(), f"  {carets}"]
        return "\n".join([*lines, self.suggestion] if self.suggestion else lines)


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _columns(text: str) -> int:
    """Columns on a terminal: ideographs take two, accents none."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)

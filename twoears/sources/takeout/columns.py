"""Which column is which: Takeout translates its headers, but what stands below them keeps its form."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_COMMENT = re.compile(r"Ug[\w-]{18,}(?:\.[\w-]+)?")
_CHAT = re.compile(r"LCC\.[\w.=%-]{8,}|C[hj][\w-]{20,}(?:%3D|=)*")
_CHANNEL = re.compile(r"UC[\w-]{22}")
_POST = re.compile(r"Ugk[\w-]{20,}")
_VIDEO = re.compile(r"[\w-]{11}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_WEB = re.compile(r"https?://\S+")

# The English headers. Others are told by their values, in this order.
HEADERS: Final[dict[str, tuple[str, ...]]] = {
    "comment": ("comment id",),
    "chat": ("live chat id",),
    "channel": ("channel id",),
    "published": ("comment create timestamp", "live chat create timestamp"),
    "price": ("price",),
    "parent": ("parent comment id",),
    "post": ("post id",),
    "video": ("video id",),
    "text": ("comment text", "live chat text"),
    "address": ("channel url",),
    "title": ("channel title",),
}
_VALUES: Final[dict[str, re.Pattern[str]]] = {
    "comment": _COMMENT, "chat": _CHAT, "channel": _CHANNEL, "published": _MOMENT, "post": _POST, "parent": _COMMENT,
    "video": _VIDEO, "address": _WEB,
}  # fmt: skip
NEEDED: Final[dict[str, frozenset[str]]] = {
    "comments": frozenset({"comment", "channel", "published", "text"}),
    "chats": frozenset({"chat", "channel", "published", "text"}),
    "subscriptions": frozenset({"channel", "address", "title"}),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands in a table of this kind."""

    kind: str
    at: Mapping[str, int]

    def get(self, cells: Sequence[str], field: str) -> str:
        """The field of a row, empty where the table or the row has none."""
        at = self.at.get(field, -1)
        return cells[at].strip() if 0 <= at < len(cells) else ""


def columns(header: Sequence[str], samples: Callable[[], Sequence[Sequence[str]]]) -> Columns | None:
    """The columns of a table, by its English header or else by its values; None for a table that is not ours.

    >>> columns(["Kanal-ID", "Kanal-URL", "Kanaltitel"],
    ...         lambda: [["UC" + "a" * 22, "https://www.youtube.com/channel/UC", "Norrvik"]]).kind
    'subscriptions'
    """
    names = [name.strip().lower() for name in header]
    at = {field: names.index(word) for field, words in HEADERS.items() for word in words if word in names}
    return _kind(at) or _kind(_by_values(samples(), len(header)))


def _kind(at: Mapping[str, int]) -> Columns | None:
    return next((Columns(kind, at) for kind, needed in NEEDED.items() if needed <= at.keys()), None)


def _by_values(samples: Sequence[Sequence[str]], width: int) -> dict[str, int]:
    cells = [[row[i].strip() for row in samples if i < len(row) and row[i].strip()] for i in range(width)]
    at: dict[str, int] = {}
    for field, form in _VALUES.items():
        for i, values in enumerate(cells):
            if values and i not in at.values() and all(form.fullmatch(value) for value in values):
                at[field] = i
                break
    if words := _wordy(cells, at):
        at["text" if "published" in at else "title"] = words
    return at


def _wordy(cells: list[list[str]], at: Mapping[str, int]) -> int:
    """The column of words: written as JSON, else the last one that is left with any value that is no number."""
    rest = [i for i, values in enumerate(cells) if i not in at.values() and values]
    json = [i for i in rest if all(value.startswith(("{", "[")) for value in cells[i])]
    free = [i for i in rest if not all(value.replace(".", "").isdigit() for value in cells[i])]
    return (json or free or [0])[-1]

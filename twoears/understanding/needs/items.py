"""What is coded: a post, or a passage of a talk, named `post:12` or `passage:5`."""

from dataclasses import dataclass
from typing import Final, Literal

from twoears.understanding.needs.trouble import NothingToCode

_MOST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """A post or a passage, by its number."""

    kind: Literal["post", "passage"]
    key: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


def item(words: str) -> Item:
    """The item that is named; a bare number is a post.

    >>> item("passage:5"), str(item("12"))
    (Item(kind='passage', key=5), 'post:12')
    """
    kind, colon, number = words.strip().rpartition(":")
    if number.isascii() and number.isdecimal() and 0 < int(number[:19]) <= _MOST and len(number) <= 19:
        if kind == "passage":
            return Item("passage", int(number))
        if kind == "post" or not colon:
            return Item("post", int(number))
    raise NothingToCode(f"{words[:60]!r} names nothing to code. Write post:12 or passage:5.")

"""Counts as people write them."""

from typing import Final

_SPELLED: Final = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def spelled(n: int) -> str:
    """A count in words up to twelve, in figures above.

    >>> spelled(7), spelled(1208)
    ('seven', '1,208')
    """
    return _SPELLED[n] if 0 <= n < len(_SPELLED) else f"{n:,}"


def times(n: int) -> str:
    """How often.

    >>> times(0), times(1), times(2), times(5)
    ('never', 'once', 'twice', 'five times')
    """
    return {0: "never", 1: "once", 2: "twice"}.get(n, f"{spelled(n)} times")

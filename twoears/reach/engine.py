"""Which engine counts: machine code where there is numba and the graph is worth it, else numpy. Both say the same."""

import os
from typing import Final

from twoears.lib.compiled import is_there

WORTH: Final = 200_000
"""Ties from which on it pays to load numba, which takes a second; a smaller graph is counted by then."""


def swift(ties: int) -> bool:
    """Whether `ties` are counted by machine code. `TWOEARS_PLAIN=1` in the environment says no for all.

    >>> swift(10)
    False
    """
    return ties >= WORTH and os.environ.get("TWOEARS_PLAIN", "") != "1" and is_there()

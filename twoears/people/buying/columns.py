"""What is known of somebody at the end of a week, as columns: recent signs, silence, colleagues, earlier orders."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.people.buying.acts import SIGNS, WORDS, Weeks

Array = NDArray[np.float64]
SPANS: Final = (1, 4, 13)  # weeks
_ORDER: Final = SIGNS.index("order")
_OWN: Final = [SIGNS.index(sign) for sign in SIGNS if sign not in ("answered", "sent")]
_IN_WORDS: Final = {1: "this week", 4: "in four weeks", 13: "in thirteen weeks"}
NAMES: Final = (
    *(f"{WORDS[sign]} {_IN_WORDS[span]}" for span in SPANS for sign in SIGNS),
    "colleagues who talk with us",
    "ordered before",
    "weeks since anything was heard",
    "weeks that we know them",
)


def columns(table: Weeks, week: int) -> Array:
    """One row for each person, of what was seen up to and with `week` (a place in the table); NAMES says which.

    >>> from datetime import UTC, datetime
    >>> from twoears.people.buying.acts import Act, weekly
    >>> table = weekly([Act(1, datetime(2026, 3, 1, tzinfo=UTC), "order")], datetime(2026, 3, 2, tzinfo=UTC), weeks=3)
    >>> dict(zip(NAMES, columns(table, 2)[0].tolist()))["ordered before"]
    1.0
    """
    seen = table.counts[:, : week + 1]
    sums = [np.log1p(seen[:, max(0, week + 1 - span) :].sum(1)) for span in SPANS]
    others = np.log1p(table.others[:, max(0, week - 12) : week + 1].sum(1))
    bought = (seen[:, :, _ORDER].sum(1) > 0).astype(float)
    anything = seen[:, :, _OWN].sum(2) > 0
    silent = np.where(anything.any(1), np.argmax(anything[:, ::-1], 1), week + 1)
    known = np.maximum(week - table.first, 0)
    return np.column_stack([*sums, others, bought, np.log1p(silent), np.log1p(known)])

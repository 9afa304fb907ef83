"""How soon to look at a feed again: as often as it is worth, and no oftener than its publisher wants."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from statistics import median
from typing import Final

SHORTEST: Final = 300  # seconds
LONGEST: Final = 24 * 3600
USUAL: Final = 900  # where nothing tells a rhythm
TOLD: Final = 6 * 3600  # where a hub tells us: only for what it may have lost
_LAST = 11  # entries that make the rhythm: a feed that was lively last year may be quiet now
_SHARE = 10  # looks between two entries: what is new waits a tenth of the usual time for us, at the most
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


def rhythm(moments: Sequence[datetime]) -> int:
    """The usual number of seconds from one entry to the next, of the last eleven; 0 where fewer than two have a date.

    >>> from datetime import UTC, timedelta
    >>> rhythm([datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2, 3, 5)])
    86400
    """
    last = sorted(moments, reverse=True)[:_LAST]
    gaps = [(late - early).total_seconds() for late, early in zip(last, last[1:], strict=False)]
    return int(median(gaps)) if gaps else 0


def max_age(headers: Mapping[str, str]) -> int:
    """For how many seconds a server says that its answer stays good, 0 where it does not say.

    >>> max_age({"cache-control": "public, max-age=600"}), max_age({})
    (600, 0)
    """
    found = _MAX_AGE.search(headers.get("cache-control", ""))
    return int(found[1]) if found else 0


def pause(usual: int, newest: datetime | None, every: int, now: datetime) -> int:
    """Seconds until the next look, from five minutes to a day.

    A tenth of the usual time between two entries, or of the silence since the last where that is longer; but not before
    `every` seconds, which is what the publisher says.

    >>> from datetime import UTC, timedelta
    >>> noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> pause(86_400, noon, 0, noon), pause(86_400, noon - timedelta(days=5), 0, noon), pause(60, noon, 3600, noon)
    (8640, 43200, 3600)
    """
    silence = (now - newest).total_seconds() if newest else 0.0
    wanted = max(usual, silence) / _SHARE if usual or newest else USUAL
    return int(max(SHORTEST, min(LONGEST, max(wanted, every))))

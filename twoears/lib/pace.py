"""How often somebody may come: so many times in so many seconds, counted in this process."""

import time
from collections import OrderedDict
from threading import Lock

_KEPT = 10_000  # of those who came last; who comes under ever new names is not held in memory for ever


class Pace:
    """Lets each one come `most` times in any stretch of `seconds` that began with a first time."""

    def __init__(self, *, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._lock = Lock()
        self._came: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def allows(self, who: str, now: float | None = None) -> bool:
        """Whether `who` may come at `now`, in seconds of any clock that never goes back.

        >>> pace = Pace(most=2, seconds=60)
        >>> [pace.allows("ann", now) for now in (0, 1, 2, 61)], pace.allows("bob", 2)
        ([True, True, False, True], True)
        """
        moment = time.monotonic() if now is None else now
        with self._lock:
            began, count = self._came.pop(who, (moment, 0))
            if moment - began >= self._seconds:
                began, count = moment, 0
            self._came[who] = (began, count + 1)
            if len(self._came) > _KEPT:
                self._came.popitem(last=False)
        return count < self._most

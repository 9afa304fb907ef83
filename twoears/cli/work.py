"""`twoears work`: the worker alone, for those who run the pages elsewhere."""

import signal
from types import FrameType

from twoears.jobs import run


def work() -> None:
    """Listen and catch up until told to stop; what is at hand is finished first."""
    stopping: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        stopping.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    run(lambda: bool(stopping))

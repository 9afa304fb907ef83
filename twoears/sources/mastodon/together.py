"""Several streams read as one."""

from collections.abc import Iterator, Sequence
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

from twoears.lib.http import NoAnswer, NoStream

Kind = TypeVar("Kind")
_HELD = 500
_WAIT = 1.0


class _End:
    def __init__(self, error: Exception | None) -> None:
        self.error = error


def together(streams: Sequence[Iterator[Kind]]) -> Iterator[Kind]:
    """What any of the streams brings, as it comes; it ends, and fails, with the first of them that does.

    The first stream is opened before the others. One of the others that is no stream at all does without.

    >>> list(together([iter("ab")]))
    ['a', 'b']
    """
    first, *others = streams
    if not others:
        yield from first
        return
    for item in first:
        yield item
        break
    else:
        return
    queue: Queue[Kind | _End] = Queue(_HELD)
    left = Event()
    for number, stream in enumerate(streams):
        Thread(target=_pump, args=(stream, queue, left, number > 0), daemon=True, name="stream").start()
    try:
        while not isinstance(heard := queue.get(), _End):
            yield heard
        if heard.error is not None:
            raise heard.error
    finally:
        left.set()


def _pump(stream: Iterator[Kind], queue: "Queue[Kind | _End]", left: Event, may_lack: bool) -> None:
    error: Exception | None = None
    try:
        for item in stream:
            if not _put(queue, item, left):
                return
    except NoStream as lacking:
        if may_lack:
            return
        error = lacking
    except (NoAnswer, OSError) as failed:
        error = failed
    _put(queue, _End(error), left)


def _put(queue: "Queue[Kind | _End]", item: "Kind | _End", left: Event) -> bool:
    while not left.is_set():
        try:
            queue.put(item, timeout=_WAIT)
        except Full:
            continue
        return True
    return False

"""How the command line speaks: results to stdout, progress and hints to stderr, times and numbers in words."""

import sys
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

import msgspec
from rich.console import Console

from twoears.lib.intervals import Number

out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)
FEW = 20


def say(words: str = "", style: str | None = None) -> None:
    """One line of result."""
    out.print(clean(words), style=style)


def hint(words: str) -> None:
    """One line beside the result: progress, or what to do next."""
    err.print(clean(words), style="dim")


def clean(words: str) -> str:
    """Without control characters: what strangers write must not steer a terminal.

    >>> clean("a\\x1b[31mb")
    'a[31mb'
    """
    return "".join(c for c in words if c in "\n\t" or c.isprintable())


def fail(words: str, code: int = 1) -> NoReturn:
    """Say what went wrong, and stop."""
    err.print(clean(words), style="red")
    raise SystemExit(code)


def check_act(
    command: str, act: str, things: Sequence[str], acts: Collection[str], takes: Mapping[str, tuple[int, int, str]]
) -> None:
    """End with what is wrong where a command has no such `act`, or the act takes more or fewer things.

    `takes`: for an act how many it takes at least and at most, and what they are; one that is not named takes none.
    """
    if act not in acts:
        fail(f"There is nothing called {act!r} to do. There are: {', '.join(acts)}.", 2)
    fewest, most, means = takes.get(act, (0, 0, ""))
    if not fewest <= len(things) <= most:
        fail(f"{act} takes {means or 'nothing more'}: twoears {command} {act} {means}".rstrip(" :"), 2)


def as_json(thing: Any) -> str:
    """JSON of values, lists and dataclasses."""
    return msgspec.json.encode(thing).decode()


def print_json(thing: Any) -> None:
    """JSON to stdout, as one line."""
    sys.stdout.write(as_json(thing) + "\n")


def ago(moment: datetime | None, now: datetime | None = None) -> str:
    """How long since, in one unit; of what is dated later than now, how long until then.

    >>> ago(datetime(2026, 3, 4, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC))
    'in 3 d'
    >>> ago(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 1, 5, tzinfo=UTC))
    '5 h'
    """
    if moment is None:
        return ""
    past = (now or datetime.now(UTC)) - moment
    if past < -timedelta(minutes=1):
        return f"in {ago(now or datetime.now(UTC), moment)}"
    if past < timedelta(hours=1):
        return f"{max(int(past.total_seconds() // 60), 0)} min"
    if past < timedelta(days=2):
        return f"{int(past.total_seconds() // 3600)} h"
    if past < timedelta(days=730):
        return f"{past.days} d"
    return f"{past.days // 365} years"


def told_ago(moment: datetime | None, now: datetime | None = None) -> str:
    """The same in a sentence.

    >>> told_ago(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 1, 5, tzinfo=UTC))
    '5 h ago'
    """
    told = ago(moment, now)
    return told if told.startswith("in ") or not told else f"{told} ago"


def number_words(n: Number) -> str:
    """A number with its evidence: never a naked count.

    >>> from twoears.lib.intervals import share
    >>> number_words(share(9, 12, of="", question=""))
    '9 of 12 · too few for a percentage'
    """
    if n.estimate is None or n.low is None:
        return "cannot tell"
    if n.method.startswith("poisson"):
        figures = 1 if n.high is None or f"{n.low:.1f}" != f"{n.high:.1f}" and n.low >= 0.95 else 2
        upper = f"{n.high:.{figures}f}" if n.high is not None else "more"
        return f"{n.estimate:.1f} heard for each 1 said · likely {n.low:.{figures}f} to {upper} · {n.k} to {n.n}"
    if n.n < FEW:
        return f"{n.k} of {n.n} · too few for a percentage"
    return f"{n.estimate:.0%} · likely {n.low * 100:.0f} to {(n.high or 1) * 100:.0f} · {n.k} of {n.n}"

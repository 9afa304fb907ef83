"""`twoears reach --demo-headline`: three degrees at the size of a real network, on one that is made up."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from shutil import disk_usage
from statistics import median

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from twoears.cli.saying import err, fail, hint, print_json, say
from twoears.reach import Degrees, GraphError, Prepared, degrees
from twoears.reach.made_up import MadeUp, Shape, made_up

_ROUNDS = 5
_DISK_A_TIE = 18


@dataclass(frozen=True, slots=True)
class Headline:
    """What was found, and what it took: seconds of the first question and the median of five, memory at its most."""

    people: int
    ties: int
    within: tuple[int, ...]
    of: int
    first_seconds: float
    seconds: float
    megabytes: int | None


def headline(*, people: int | None, within: Path, json: bool, quiet: bool) -> None:
    """Make the network, or map it where it is kept, ask it once for real, and print what it says."""
    try:
        shape = Shape(people=people) if people else Shape()
        made = _made(within, shape, quiet=quiet)
        found = _asked(made.prepared(), made.account)
    except GraphError as wrong:
        fail(str(wrong), 2)
    except KeyboardInterrupt:
        fail("Stopped. Nothing half made was kept.", 130)
    if json:
        print_json(found)
    else:
        _say(found)
    if not quiet:
        hint(f"The network is made up, and kept in {made.folder}; delete it whenever you like.")


def _made(within: Path, shape: Shape, *, quiet: bool) -> MadeUp:
    within.mkdir(parents=True, exist_ok=True)
    needs = 2 * shape.pairs * _DISK_A_TIE
    if not (within / shape.name).exists() and disk_usage(within).free < needs:
        raise GraphError(f"{within} has no room for {needs >> 20:,} MB. Give --people fewer, or --data another folder.")
    with _bar(quiet) as told:
        return made_up(within, shape, told)


def _asked(graph: Prepared, account: int) -> Headline:
    """The question by itself: machine code is loaded before, by one of a single step."""
    degrees(graph, account, 1)
    told, seconds = _timed(lambda: degrees(graph, account))
    again = [_timed(lambda: degrees(graph, account))[1] for _ in range(_ROUNDS)]
    return Headline(graph.people, graph.ties, told.within, told.others, seconds, median(again), _most_memory())


def _timed(ask: Callable[[], Degrees]) -> tuple[Degrees, float]:
    began = time.perf_counter()
    told = ask()
    return told, time.perf_counter() - began


def _say(found: Headline) -> None:
    one, two, three = found.within
    say(
        f"{one:,} direct connections reach {three:,} of {found.of:,} people within three steps: {one:,} in one, "
        f"{two - one:,} more in two, {three - two:,} more in three.",
        "bold",
    )
    say(
        f"Counted, not estimated, over {found.ties:,} ties, in {found.seconds:.3f} s, the middle of {_ROUNDS} times. "
        f"The first time, while it was read from the disk, it took {found.first_seconds:.3f} s."
    )
    say("That is the time of the question alone, without making the network and loading the program.")
    if found.megabytes is not None:
        say(f"Memory at its most: {found.megabytes:,} MB.")


def _most_memory() -> int | None:
    """What this process took at its most, in MB; None where the system does not say."""
    try:
        resource = import_module("resource")
    except ImportError:
        return None
    most: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most >> (20 if sys.platform == "darwin" else 10)


@contextmanager
def _bar(quiet: bool) -> Iterator[Callable[[float, str], None]]:
    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %"), TimeElapsedColumn()
    with Progress(*columns, console=err, disable=quiet or not err.is_terminal, transient=True) as bar:
        task = bar.add_task("making a network up", total=1.0)
        yield lambda share, doing: bar.update(task, completed=share, description=doing)

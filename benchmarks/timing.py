"""Time several ways to do one job side by side: round-robin, medians, ratios to ours."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Way:
    """One way to do the job. `do` gets the number of the round; what `ready` does before it is not timed."""

    name: str
    do: Callable[[int], object]
    ready: Callable[[int], object] = lambda number: None


@dataclass(frozen=True, slots=True)
class Timed:
    """Median seconds of a way: by the wall clock, and of our own processor time."""

    name: str
    wall: float
    cpu: float


def rounds(ways: Sequence[Way], count: int) -> list[Timed]:
    """Each way once a round, so that a busy neighbour disturbs all alike."""
    taken: dict[str, list[tuple[float, float]]] = {way.name: [] for way in ways}
    for number in range(count):
        for way in ways:
            way.ready(number)
            wall, cpu = time.perf_counter(), time.process_time()
            way.do(number)
            taken[way.name].append((time.perf_counter() - wall, time.process_time() - cpu))
    return [
        Timed(name, statistics.median(w for w, _ in pairs), statistics.median(c for _, c in pairs))
        for name, pairs in taken.items()
    ]


def table(title: str, timed: Sequence[Timed], rows: int, unit: str) -> None:
    """Print seconds, rows a second, and how many times as long as the first (ours) each took."""
    print(f"\n{title}")
    print(f"| way | wall s | cpu s | {unit}/s wall | {unit}/s cpu | cpu, ours = 1 |")
    print("| --- | --: | --: | --: | --: | --: |")
    for one in timed:
        print(
            f"| {one.name} | {one.wall:.3f} | {one.cpu:.3f} | {rows / one.wall:,.0f} "
            f"| {rows / max(one.cpu, 1e-9):,.0f} "
            f"| {one.cpu / max(timed[0].cpu, 1e-9):.2f} |"
        )


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """The middle and the ninety-fifth of a hundred, in milliseconds."""
    ordered = sorted(seconds)
    return (
        1000 * ordered[len(ordered) // 2],
        1000 * ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))],
    )


def machine() -> str:
    """What this ran on, and how busy it was."""
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {platform.system()} {platform.machine()} · {os.cpu_count()} cores · "
        f"Python {platform.python_version()} · load {load:.1f}"
    )

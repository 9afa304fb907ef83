"""Spark beside the engine of one machine: three degrees of a made-up network, and all likely pairs of made-up towns.

    python benchmarks/spark.py [--people 100000] [--towns 60] [--rounds 3] [--error 0.02]

Spark runs on this machine, on as many cores as `TWOEARS_SPARK_MASTER` says. Its processor time is that of Java and is
not ours: only the wall clock tells. On one machine Spark is the slower of the two, and by how much is what is shown.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from timing import Way, machine, rounds

from twoears.lib.spark import master, session
from twoears.people.matching import Profile, likely
from twoears.people.matching import on_spark as whoiswho
from twoears.people.matching.towns import town
from twoears.reach import Graph, degrees, each, on_spark
from twoears.reach.files import read, write
from twoears.reach.gathering import Named
from twoears.reach.made_up import Shape, made_up

HOME = Path(os.environ.get("BENCH_HOME") or Path(tempfile.gettempdir()) / "twoears-bench")


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--people", type=int, default=100_000)
    ask.add_argument("--towns", type=int, default=60, help="towns of 100 people each")
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--error", type=float, default=0.02)
    wanted = ask.parse_args()
    print(machine())
    began = time.perf_counter()
    session(spark__driver__memory="4g")
    print(f"Spark at {master()} stands after {time.perf_counter() - began:.1f} s", flush=True)
    reach(wanted.people, wanted.rounds, wanted.error)
    if wanted.towns:
        pairs(wanted.towns, wanted.rounds)


def reach(people: int, many: int, error: float) -> None:
    """One account and ten of a network with names, from a file on."""
    made = made_up(HOME, Shape(people))
    graph = Graph.load(made.folder)
    file = HOME / f"{made.folder.name}.parquet"
    names = [f"p{vertex}" for vertex in range(graph.people)]
    if not file.exists():
        write(Named.of(graph, names), file)
    began = time.perf_counter()
    local = read(file).named
    here = time.perf_counter() - began
    began = time.perf_counter()
    ties = on_spark.read(file).ties
    shown("read from Parquet", [("local", here), ("Spark", time.perf_counter() - began)])
    one, ten = names[made.account], [names[v] for v in np.random.default_rng(3).integers(0, people, 10)]
    told = degrees(local.graph, local.vertex(one))
    assert told.at == on_spark.degrees(ties, [one]).at
    print(f"{one}: {told.at} of {graph.people:,} people, {graph.ties:,} ties")
    timed(
        "one account",
        [
            Way("local", lambda _: degrees(local.graph, local.vertex(one))),
            Way("Spark, counted", lambda _: on_spark.degrees(ties, [one], error=0)),
            Way(f"Spark, within {error:.0%}", lambda _: on_spark.degrees(ties, [one], error=error)),
        ],
        many,
    )
    timed(
        "ten accounts",
        [
            Way("local", lambda _: each(local.graph, [local.vertex(name) for name in ten])),
            Way("Spark, counted", lambda _: on_spark.each(ties, ten, error=0)),
            Way(f"Spark, within {error:.0%}", lambda _: on_spark.each(ties, ten, error=error)),
        ],
        many,
    )


def pairs(towns: int, many: int) -> None:
    """All likely pairs of the accounts of many towns together."""
    profiles = accounts(towns)
    found = likely(profiles)
    table = whoiswho.frame_of(profiles)
    assert [(p.left, p.right) for p in whoiswho.likely(table)] == [(p.left, p.right) for p in found]
    print(f"{len(profiles):,} accounts, {len(found):,} likely pairs")
    ways = [Way("local", lambda _: likely(profiles)), Way("Spark", lambda _: whoiswho.likely(table))]
    timed("who is likely whom", ways, many)


def accounts(towns: int) -> list[Profile]:
    """Those of each town under keys and addresses of their own."""
    found: list[Profile] = []
    for seed in range(towns):
        some, _ = town(100, seed)
        found += [replace(one, key=len(found) + n, uid=f"{one.uid}?{seed}") for n, one in enumerate(some, 1)]
    return found


def timed(title: str, ways: Sequence[Way], many: int) -> None:
    """The medians of ways asked by turns."""
    shown(title, [(one.name, one.wall) for one in rounds(ways, many)])


def shown(title: str, seconds: Sequence[tuple[str, float]]) -> None:
    """A table of seconds, and how many times as long as the first each took."""
    print(f"\n{title}\n\n| way | wall s | local = 1 |\n| --- | --: | --: |")
    for name, wall in seconds:
        print(f"| {name} | {wall:.3f} | {wall / seconds[0][1]:,.1f} |", flush=True)


if __name__ == "__main__":
    main()

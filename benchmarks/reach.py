"""Reach: three degrees of one account, of a hundred, and of everybody, beside what else one would take.

    python benchmarks/reach.py [--people 1000000] [--ties 20000000] [--rounds 5] [--full]

The network is made up (`twoears.reach.made_up`). One account: the one whose work is in the middle of a hundred drawn
ones. All ways are asked in one process by turns, each on one thread, and what they count is compared. `--full` is
12.5 M people and 212 M ties with an account of 800 connections, for ours alone: the peers would not fit beside it.
Peers: pip install igraph networkit python-graphblas scipy.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from timing import Timed, Way, machine, rounds

from twoears.reach import Graph, Prepared, degrees, each
from twoears.reach.everyone import everyone
from twoears.reach.made_up import FULL, Shape, made_up

HOME = Path(os.environ.get("BENCH_HOME") or Path(tempfile.gettempdir()) / "twoears-bench")
MANY = 100


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--people", type=int, default=1_000_000)
    ask.add_argument("--ties", type=int, default=20_000_000)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--rmat", action="store_true", help="a graph by R-MAT instead")
    ask.add_argument("--full", action="store_true", help="12.5 M people, 212 M ties, ours alone")
    wanted = ask.parse_args()
    print(machine())
    graph, prepared, account = network(wanted)
    luck = np.random.default_rng(3)
    many = luck.choice(np.flatnonzero(np.diff(graph.offsets)), MANY, replace=False)
    asked = {"one in the middle of a hundred": middling(prepared, many)}
    if account is not None:
        asked[f"one with {graph.heard_by(account).size} connections"] = account
    found = [ours(graph, prepared, many)]
    if not wanted.full:
        peers = (with_igraph, with_networkit, with_graphblas, with_scipy, with_duckdb)
        found += [one for peer in peers if (one := there(peer, graph, many))]
    for name, one in asked.items():
        title = f"{name}: {degrees(prepared, one).at} of {graph.people:,} people, {graph.ties:,} ties"
        shown(title, [way for alone, _ in found for way in alone(one)], wanted.rounds)
    reached = each(prepared, many).sum(1).mean()
    shown(f"{MANY} accounts, each reaches {reached:,.0f}", [way for _, ways in found for way in ways], 3)
    everybody = shown("Everybody, 16 registers", [all_at_once(prepared)], 3)
    print(f"{graph.people / everybody[0].wall:,.0f} accounts a second")
    print(f"memory at its most: {most_memory():,} MB")


def network(wanted: argparse.Namespace) -> tuple[Graph, Prepared, int | None]:
    """The graph that is asked, its prepared form, and the account with many connections, where it has one."""
    began = time.perf_counter()
    if wanted.rmat:
        graph = rmat(wanted.people, wanted.ties)
        print(f"{graph.ties:,} ties of R-MAT stand after {time.perf_counter() - began:.1f} s", flush=True)
        began = time.perf_counter()
        prepared = Prepared.of(graph)
        print(f"prepared in {time.perf_counter() - began:.1f} s")
        return graph, prepared, None
    made = made_up(HOME, Shape(FULL) if wanted.full else Shape(wanted.people, ties=wanted.ties))
    print(f"made up or mapped in {time.perf_counter() - began:.1f} s", flush=True)
    return made.graph(), made.prepared(), made.account


def rmat(people: int, ties: int) -> Graph:
    """Ties that run one way, by R-MAT (Chakrabarti, Zhan and Faloutsos 2004) with .57, .19, .19, .05; names mixed."""
    luck = np.random.default_rng(7)
    depth = (people - 1).bit_length()
    speaks, hears = np.zeros(ties, np.int32), np.zeros(ties, np.int32)
    for begin in range(0, ties, 1 << 20):
        part = slice(begin, begin + (1 << 20))
        for _ in range(depth):
            corner = np.searchsorted([0.57, 0.76, 0.95], luck.random(speaks[part].size)).astype(np.int32)
            speaks[part] = speaks[part] * 2 + (corner >> 1)
            hears[part] = hears[part] * 2 + (corner & 1)
    inside = (speaks < people) & (hears < people)
    mixed = luck.permutation(people).astype(np.int32)
    return Graph.from_edges(mixed[speaks[inside]], mixed[hears[inside]], people=people)


Alone = Callable[[int], "list[Answered]"]
Answered = tuple[Way, list[object]]


def answering(name: str, ask: Callable[[], object], times: int = 1) -> Answered:
    """A way whose answer is kept, to be compared; `times`: of how many of the hundred it is asked, where not all."""
    kept: list[object] = [None, times]

    def do(number: int) -> None:
        kept[0] = ask()

    return Way(name, do), kept


def middling(prepared: Prepared, many: np.ndarray) -> int:
    """The account whose ties within two steps are in the middle: what has to be walked for three."""
    sizes = each(prepared, many, steps=2).sum(axis=1)
    return int(many[np.argsort(sizes)[MANY // 2]])


def ours(graph: Graph, prepared: Prepared, many: np.ndarray) -> tuple[Alone, list[Answered]]:
    def plainly(one: int) -> object:
        os.environ["TWOEARS_PLAIN"] = "1"
        try:
            return degrees(graph, one).at
        finally:
            del os.environ["TWOEARS_PLAIN"]

    def alone(one: int) -> list[Answered]:
        return [
            answering("Two Ears, prepared", lambda: degrees(prepared, one).at),
            answering("Two Ears, the graph as it is", lambda: degrees(graph, one).at),
            answering("Two Ears, numpy alone", lambda: plainly(one)),
        ]

    def by_one() -> list[int]:
        return [sum(degrees(prepared, int(start)).at) for start in many]

    return alone, [
        answering("Two Ears, in one pass", lambda: each(prepared, many).sum(1).tolist()),
        answering("Two Ears, one by one", by_one),
    ]


def all_at_once(prepared: Prepared) -> Answered:
    name = f"Two Ears, {os.cpu_count()} threads"
    return answering(name, lambda: everyone(prepared, registers=16) and None)


def there(peer: Callable[..., Any], graph: Graph, many: np.ndarray) -> tuple[Alone, list[Answered]] | None:
    """The ways of a peer; nothing, and a word, where it is not installed."""
    name = peer.__name__.removeprefix("with_")
    try:
        began = time.perf_counter()
        found: tuple[Alone, list[Answered]] = peer(graph, many)
        print(f"{name}: its graph stands after {time.perf_counter() - began:.1f} s", flush=True)
        return found
    except ImportError:
        print(f"{name}: not measured. It is not installed.")
        return None


def with_igraph(graph: Graph, many: np.ndarray) -> tuple[Alone, list[Answered]]:
    igraph = import_module("igraph")
    edges = np.empty((graph.ties, 2), np.int32)
    edges[:, 0], edges[:, 1] = speakers(graph), graph.targets
    held = igraph.Graph(n=graph.people, edges=edges, directed=True)
    name = f"igraph {version('igraph')} neighborhood_size"

    def sizes(of: list[int], order: int) -> list[int]:
        return [size - 1 for size in held.neighborhood_size(of, order=order, mode="out")]

    def alone(one: int) -> list[Answered]:
        return [
            answering(f"{name}, three orders", lambda: steps_of([sizes([one], order)[0] for order in (1, 2, 3)])),
            answering(f"{name}, the third alone", lambda: sizes([one], 3)[0]),
        ]

    return alone, [answering(f"{name}, the third alone", lambda: sizes(many.tolist(), 3))]


def with_networkit(graph: Graph, many: np.ndarray) -> tuple[Alone, list[Answered]]:
    kit = import_module("networkit")
    kit.setNumberOfThreads(1)
    pairs = speakers(graph).astype(np.uint64), graph.targets.astype(np.uint64)
    held = kit.GraphFromCoo(pairs, n=graph.people, directed=True)

    def ask(start: int) -> tuple[int, ...]:
        walk = kit.distance.BFS(held, start, storePaths=False)
        walk.run()
        far = np.asarray(walk.getDistances(asarray=True))
        return tuple(np.bincount(far[far < 4].astype(np.int64), minlength=4)[1:].tolist())

    name = f"networkit {version('networkit')} BFS to the end"
    return (lambda one: [answering(name, lambda: ask(one))]), [
        answering(f"{name}, 5 of them", lambda: some(ask, many, 5), 5)
    ]


def with_graphblas(graph: Graph, many: np.ndarray) -> tuple[Alone, list[Answered]]:
    blas = import_module("graphblas")
    held = blas.Matrix.from_csr(np.array(graph.offsets), np.array(graph.targets), True, dtype=bool, ncols=graph.people)
    blas.ss.config["nthreads"] = 1

    def ask(start: int) -> tuple[int, ...]:
        front, met, at = blas.Vector(bool, graph.people), blas.Vector(bool, graph.people), []
        front[start] = met[start] = True
        for _ in range(3):
            front(~met.S, replace=True) << blas.semiring.any_pair(front @ held)
            met(front.S) << True
            at.append(int(front.nvals))
        return tuple(at)

    name = f"python-graphblas {version('python-graphblas')}"
    return (lambda one: [answering(name, lambda: ask(one))]), [
        answering(f"{name}, 20 of them", lambda: some(ask, many, 20), 20)
    ]


def with_scipy(graph: Graph, many: np.ndarray) -> tuple[Alone, list[Answered]]:
    sparse = import_module("scipy.sparse")
    shape = (graph.people, graph.people)
    held = sparse.csr_matrix((np.ones(graph.ties, np.int8), graph.targets, graph.offsets.astype(np.int32)), shape=shape)

    def ask(start: int) -> tuple[int, ...]:
        met, front, at = np.zeros(graph.people, bool), np.array([start]), []
        met[start] = True
        for _ in range(3):
            front = np.unique(held[front].indices)
            front = front[~met[front]]
            met[front] = True
            at.append(int(front.size))
        return tuple(at)

    name = f"scipy {version('scipy')} rows of a sparse matrix"
    return (lambda one: [answering(name, lambda: ask(one))]), [
        answering(f"{name}, 5 of them", lambda: some(ask, many, 5), 5)
    ]


def with_duckdb(graph: Graph, many: np.ndarray) -> tuple[Alone, list[Answered]]:
    duck = import_module("duckdb").connect()
    duck.execute("set threads = 1")
    duck.register("given", {"speaks": speakers(graph), "hears": np.array(graph.targets)})
    duck.execute("create table ties as select speaks, hears from given order by speaks")
    duck.unregister("given")
    joins = """
        with one as (select distinct hears as who from ties where speaks = $1),
        two as (select distinct hears as who from ties join one on speaks = who),
        three as (select distinct hears as who from ties join two on speaks = who),
        met as (select who, 1 as far from one union all select who, 2 from two union all select who, 3 from three),
        first as (select who, min(far) as far from met where who <> $1 group by who)
        select count(*) filter (far = 1), count(*) filter (far = 2), count(*) filter (far = 3) from first"""

    def ask(start: int) -> tuple[int, ...]:
        found: Any = duck.execute(joins, [start]).fetchone()
        return tuple(found)

    name = f"DuckDB {version('duckdb')} three joins"
    return (lambda one: [answering(name, lambda: ask(one))]), [
        answering(f"{name}, 5 of them", lambda: some(ask, many, 5), 5)
    ]


def speakers(graph: Graph) -> np.ndarray:
    return np.repeat(np.arange(graph.people, dtype=np.int32), np.diff(graph.offsets))


def steps_of(within: list[int]) -> tuple[int, ...]:
    return within[0], within[1] - within[0], within[2] - within[1]


def some(ask: Callable[[int], tuple[int, ...]], many: np.ndarray, count: int) -> list[int]:
    return [sum(ask(int(start))) for start in many[:count]]


def shown(title: str, ways: list[Answered], count: int) -> list[Timed]:
    """Time by turns and print; the answers of all are compared with the first, as far as they go."""
    for way, _ in ways:
        way.do(0)
    timed = rounds([way for way, _ in ways], count)
    walls = [one.wall * scale(kept) for one, (_, kept) in zip(timed, ways, strict=True)]
    print(f"\n{title}")
    print("| way | wall s | cpu s | time, ours = 1 | answer |")
    print("| --- | --: | --: | --: | --- |")
    for one, wall, (_, kept) in zip(timed, walls, ways, strict=True):
        print(
            f"| {one.name} | {one.wall:.4f} | {one.cpu:.4f} | {wall / walls[0]:.1f} | {same(ways[0][1][0], kept[0])} |"
        )
    return timed


def scale(kept: list[object]) -> float:
    """What a way that was asked for fewer would take for all."""
    return MANY / int(str(kept[1])) if kept[1] != 1 else 1.0


def same(first: Any, other: Any) -> str:
    """Whether two ways counted the same; one that tells the sum alone is compared by it."""
    if first is None:
        return "estimated"
    if isinstance(other, int):
        return "the same" if sum(first) == other else "DIFFERS"
    return "the same" if list(first)[: len(other)] == list(other) else "DIFFERS"


def most_memory() -> int:
    return import_module("resource").getrusage(import_module("resource").RUSAGE_SELF).ru_maxrss >> 10


if __name__ == "__main__":
    main()

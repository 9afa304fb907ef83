"""Whom to ask, how far messages go, and who introduces: beside others, where these are installed.

`python benchmarks/messengers.py [--people 22500] [--ties 340000] [--rounds 5]`. Made-up ties, in which a few are heard
by many; with `--graph FOLDER` a kept graph, with `--edges FILE` those of a table of two numbers, both ways. Whoever
hears passes it on with one over how many they hear, as is usual to compare ways of reckoning, and those count who pass
it on. What each way chose is judged by the same fresh sets.
"""

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from timing import Way, machine, rounds, table

from twoears.reach.cascades import cascade
from twoears.reach.chances import Chances
from twoears.reach.covering import cover, told
from twoears.reach.graph import Graph
from twoears.reach.introductions import introductions
from twoears.reach.messengers import messengers
from twoears.reach.sampling import Sampler
from twoears.reach.waves import Heard

FEW = 50
JUDGES = 400_000
_NOBODY = np.empty(0, np.int32)


def some_graph(people: int, ties: int, seed: int = 7) -> Graph:
    """Ties both ways between people of whom a few have very many."""
    luck = np.random.default_rng(seed)
    who = luck.permutation(people)
    one, other = (who[(people * luck.random(int(ties * 0.52)) ** 2).astype(np.int64)] for _ in range(2))
    return Graph.from_edges(np.append(one, other), np.append(other, one), people=people)


def optional(name: str) -> Any | None:
    """A package of others, None where it is not there."""
    try:
        return import_module(name)
    except ImportError:
        print(f"{name}: not installed, left out.")
        return None


class Judge:
    """Fresh sets by which all choices are judged alike."""

    def __init__(self, graph: Graph, heard: Heard) -> None:
        self.people = graph.people
        sampler = Sampler(heard, np.arange(graph.people), _NOBODY, False, 999)
        sampler.draw(JUDGES, 1_000_000_000, lambda: False)
        self.sets, self.others = sampler.pools

    def reach(self, chosen: Sequence[int]) -> float:
        """How many pass it on, by sets that chose nobody."""
        place = np.full(self.people, -1, np.int32)
        place[list(chosen)] = np.arange(len(chosen))
        counts = np.zeros((3, len(chosen)), np.int64)
        return told(self.sets.sets, self.sets.ends, place, *counts) * self.people / self.sets.number

    def best(self) -> float:
        """What a greedy choice by as many other sets reaches, which takes them all."""
        chosen, gains = np.empty(FEW, np.int64), np.empty(FEW, np.int64)
        number, _ = cover(self.others.sets, self.others.ends, self.people, FEW, _NOBODY, chosen, gains)
        return self.reach(chosen[:number].tolist())


def choosing(graph: Graph, chances: Chances, count: int) -> None:
    """Fifty messengers, by us and by a library in C++."""
    heard = Heard.of(graph, chances)
    found: dict[str, Sequence[int]] = {}

    def keep(name: str, choose: Callable[[int], Sequence[int]]) -> Way:
        def do(number: int) -> None:
            found[name] = choose(number)

        return Way(name, do)

    def ours(number: int) -> list[int]:
        asked = messengers(graph, FEW, heard, sees=False, seed=number)
        return [one.vertex for one in asked.messengers]

    def first_proof(number: int) -> list[int]:
        asked = messengers(graph, FEW, heard, sees=False, seed=number, settle=1e9)
        return [one.vertex for one in asked.messengers]

    ways = [keep("ours: proven, and settled", ours), keep("ours: stopped at the first proof", first_proof)]
    ways.append(Way("turning the graph round, before", lambda number: Heard.of(graph, chances)))
    if graph.ties < 5_000_000 and (peer := optional("pynetim")):
        speakers = np.repeat(np.arange(graph.people), np.diff(graph.offsets))
        pairs = list(zip(speakers.tolist(), graph.targets.tolist(), strict=True))
        theirs = peer.IMGraph(pairs, chances.each_tie(graph).tolist(), True, False)
        ways.append(keep("pynetim IMM, epsilon 0.1", lambda n: peer.IMMAlgorithm(theirs, "IC", 0.1, 1, n).run(FEW)))
        ways.append(keep("pynetim OPIM-C", lambda n: peer.OPIMCAlgorithm(theirs, "IC", n).run(FEW, 0.1)))
    many = np.argsort(-np.diff(graph.offsets), kind="stable")[:FEW]
    ways.append(keep("those who are heard by most", lambda number: many.tolist()))
    for way in ways[:2]:
        way.do(0)
    table(f"{FEW} messengers of {graph.people:,}, {graph.ties:,} ties", rounds(ways, count), 1, "choices")
    judge = Judge(graph, heard)
    best = judge.best()
    print(f"\n| way | reach | of that by {judge.others.number:,} sets |\n| --- | --: | --: |")
    for name, chosen in found.items():
        reach = judge.reach(chosen)
        print(f"| {name} | {reach:,.0f} | {reach / best:.3f} |")


def running(graph: Graph, chances: Chances, count: int) -> None:
    """Messages run from fifty starts."""
    starts = np.argsort(-np.diff(graph.offsets), kind="stable")[:FEW].astype(np.int64)
    runs = 50
    means: dict[str, float] = {}

    def ours(number: int) -> None:
        means["ours"] = cascade(graph, starts, chances, runs=runs, seed=number).passes.people

    ways = [Way("ours", ours)]
    if cynetdiff := optional("cynetdiff.models"):
        from array import array

        begins = array("I", graph.offsets[:-1].tolist())
        edges = array("I", graph.targets.tolist())
        model = cynetdiff.IndependentCascadeModel(
            begins, edges, activation_probs=array("f", chances.each_tie(graph).tolist())
        )

        def theirs(number: int) -> None:
            total = 0
            for _ in range(runs):
                model.set_seeds(starts.tolist())
                model.advance_until_completion()
                total += model.get_num_activated_nodes()
            means["cynetdiff"] = total / runs

        ways.append(Way("cynetdiff", theirs))
    if graph.people <= 50_000 and optional("ndlib.models.epidemics"):
        ways.append(Way("ndlib, one run only", _ndlib(graph, chances, starts)))
    ours(0)
    table(f"{runs} messages from {FEW} starts", rounds(ways, count), runs, "messages")
    print("Mean of those who pass it on: " + ", ".join(f"{name} {mean:,.0f}" for name, mean in means.items()))


def _ndlib(graph: Graph, chances: Chances, starts: np.ndarray) -> Callable[[int], object]:
    networkx, epidemics = import_module("networkx"), import_module("ndlib.models.epidemics")
    speakers = np.repeat(np.arange(graph.people), np.diff(graph.offsets))
    theirs = networkx.DiGraph(list(zip(speakers.tolist(), graph.targets.tolist(), strict=True)))
    told_of = import_module("ndlib.models.ModelConfig").Configuration()
    told_of.add_model_initial_configuration("Infected", starts.tolist())
    for edge in theirs.edges():
        told_of.add_edge_configuration("threshold", edge, float(chances.values[edge[1]]))

    def do(number: int) -> None:
        model = epidemics.IndependentCascadesModel(theirs)
        model.set_initial_status(told_of)
        while model.iteration(node_status=True)["node_count"].get(1, 0):
            pass

    return do


def introducing(graph: Graph) -> None:
    """Chains in up to three steps from somebody to somebody."""
    luck = np.random.default_rng(3)
    live = np.flatnonzero(np.diff(graph.offsets))
    taken = []
    strength = np.full(graph.ties, 0.5, np.float32)
    for _ in range(21):
        us, them = luck.choice(live, 2)
        begin = time.perf_counter()
        introductions(graph, [us], [them], strength=strength)
        taken.append(time.perf_counter() - begin)
    print(f"\nIntroductions in three steps: median {np.median(taken):.3f} s, slowest {max(taken):.3f} s")


def main() -> None:
    """All of it on one graph."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=22_500)
    asked.add_argument("--ties", type=int, default=340_000)
    asked.add_argument("--graph", type=Path)
    asked.add_argument("--edges", type=Path)
    asked.add_argument("--rounds", type=int, default=5)
    given = asked.parse_args()
    graph = Graph.load(given.graph) if given.graph else some_graph(given.people, given.ties)
    if given.edges:
        one, other = np.loadtxt(given.edges, delimiter=",", skiprows=1, dtype=np.int64).T
        graph = Graph.from_edges(np.append(one, other), np.append(other, one))
    print(machine())
    chances = Chances.one_of_all(graph)
    choosing(graph, chances, given.rounds)
    if graph.ties < 50_000_000:
        running(graph, chances, given.rounds)
    introducing(graph)
    print(f"Most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


if __name__ == "__main__":
    main()

"""Whom a message is expected to reach, by who starts it: expected, not possible, as few pass anything on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoears.reach.chances import Chances, vertices
from twoears.reach.expected import Expected
from twoears.reach.graph import Graph, GraphError
from twoears.reach.waves import forwards

STEPS = 16
"""Steps that are told apart; the last stands for itself and all beyond."""
_BUNCH = 25  # runs between two looks at whether to stop


class Drawn(Protocol):
    """Chances that are not known exactly, such as `Passing`: one draw of what they might be."""

    def draw(self, rng: np.random.Generator) -> Chances:
        """One draw from what they might be."""
        ...


@dataclass(frozen=True, slots=True)
class Cascade:
    """What came of many runs of one message.

    `sees`: who sees it, those who start it among them. `passes`: who passes it on, likewise. `one` is the range in
    which eight single messages in ten stay, as one may die at once and the next go far. `by_step[d]` is how many first
    see it after d steps (the last: or more), `by_depth[d]` in which share of runs it went d steps. `groups` has the
    same as `sees` for each group. Where `uncertain` is False the chances were taken as given, and the ranges hold for
    those only.
    """

    sees: Expected
    passes: Expected
    one: tuple[int, int]
    by_step: tuple[float, ...]
    by_depth: tuple[float, ...]
    groups: Mapping[str, Expected]
    runs: int
    uncertain: bool

    @property
    def sentence(self) -> str:
        """What is to be expected, in words."""
        low, high = self.one
        return (
            f"{self.sees.people:,.1f} people are expected to see it ({self.sees.words}); "
            f"a single message mostly reaches {low:,} to {high:,}."
        )


def cascade(
    graph: Graph,
    starts: ArrayLike,
    chance: "ArrayLike | Chances | Drawn",
    *,
    runs: int = 1000,
    draws: int = 40,
    groups: Mapping[str, ArrayLike] | None = None,
    audience: ArrayLike | None = None,
    seed: int = 0,
    stop: Callable[[], bool] = lambda: False,
) -> Cascade:
    """Run a message from `starts` (vertices) `runs` times; those count who see it, of the `audience` where one is
    given.

    `chance` is how likely whoever hears passes it on. Where it can be drawn, as from `Passing`, it is drawn `draws`
    times, and ranges tell also how surely it is known. `groups` names vertices, each in one group. Raises GraphError.

    Independent cascade: Kempe, Kleinberg and Tardos, Maximizing the Spread of Influence through a Social Network, 2003.

    >>> path = Graph.from_edges([0, 1, 2], [1, 2, 3])
    >>> found = cascade(path, [0], 1.0, runs=10)
    >>> found.sees.people, found.by_step[:4]
    (4.0, (1.0, 1.0, 1.0, 1.0))
    """
    who = vertices(graph, starts, "the starts")
    if not who.size:
        raise GraphError("Nobody starts it.")
    if runs < 2 or draws < 2:
        raise GraphError("It takes at least two runs, and two draws, to tell a range.")
    names, group = _grouped(graph, groups or {}, audience)
    given = _given(graph, chance, draws, runs)
    tables = _run(graph, who, given, group, len(names), np.random.default_rng(seed), stop)
    return _told(tables, names, group, len(given) > 1 and hasattr(chance, "draw"))


_Given = list[tuple[Callable[[np.random.Generator], Chances], int]]
_Tables = list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]


def _given(graph: Graph, chance: "ArrayLike | Chances | Drawn", draws: int, runs: int) -> _Given:
    """Chances, or draws of them, and how many runs each gets."""
    if not isinstance(chance, Chances) and hasattr(chance, "draw"):
        return [(chance.draw, max(runs // draws, 2))] * draws
    same = Chances.of(graph, chance)
    parts = [_BUNCH] * (runs // _BUNCH) + ([runs % _BUNCH] if runs % _BUNCH else [])
    return [(lambda rng: same, part) for part in parts]


def _run(
    graph: Graph,
    who: NDArray[np.int64],
    given: _Given,
    group: NDArray[np.int32],
    groups: int,
    rng: np.random.Generator,
    stop: Callable[[], bool],
) -> _Tables:
    tables: _Tables = []
    for draw, runs in given:
        chances = Chances.of(graph, draw(rng))
        made = (
            np.zeros((runs, 3), np.int64),
            np.zeros((runs, STEPS + 1), np.int64),
            np.zeros((runs, groups), np.int64),
        )
        seen, passed = np.full((2, graph.people), -1, np.int32)
        forwards(
            rng, graph.offsets, graph.targets, chances.values, chances.by, who, group, seen, passed, *made
        )  # fmt: skip
        tables.append(made)
        if stop():
            break
    return tables


def _grouped(
    graph: Graph, groups: Mapping[str, ArrayLike], audience: ArrayLike | None
) -> tuple[list[str], NDArray[np.int32]]:
    """The number of the group of each vertex: -1 for those who are not of the audience; the last for those of none."""
    names = [*groups, ""]
    group = np.full(graph.people, len(groups), np.int32)
    for number, (name, given) in enumerate(groups.items()):
        some = vertices(graph, given, f"the group {name}")
        if (group[some] != len(groups)).any():
            raise GraphError(f"Somebody of the group {name} is in another one too.")
        group[some] = number
    if audience is not None:
        of = vertices(graph, audience, "the audience")
        group[np.setdiff1d(np.arange(graph.people), of)] = -1
    return names, group


def _told(tables: _Tables, names: list[str], group: NDArray[np.int32], uncertain: bool) -> Cascade:
    runs, steps, groups = (np.concatenate(part) for part in zip(*tables, strict=True))
    parts = np.cumsum([len(made[0]) for made in tables])[:-1] if uncertain else None
    size = np.bincount(group[group >= 0], minlength=len(names))

    def expected(counts: NDArray[np.int64], of: int) -> Expected:
        return Expected.of_runs(counts, of=of) if parts is None else Expected.of_draws(np.split(counts, parts), of=of)

    low, high = np.quantile(runs[:, 0], (0.1, 0.9), method="inverted_cdf")
    depth = np.bincount(runs[:, 2]) / len(runs)
    return Cascade(
        expected(runs[:, 0], int(size.sum())),
        expected(runs[:, 1], group.size),
        (int(low), int(high)),
        tuple(np.trim_zeros(steps.mean(axis=0), "b").tolist()),
        tuple(depth.tolist()),
        {name: expected(groups[:, at], int(size[at])) for at, name in enumerate(names) if name},
        len(runs),
        uncertain,
    )

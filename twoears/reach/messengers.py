"""The few people to ask so that a message travels furthest, with a proof of how good the choice is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import e, expm1

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoears.reach.cascades import cascade
from twoears.reach.chances import Chances, vertices
from twoears.reach.covering import cover, told
from twoears.reach.expected import Expected
from twoears.reach.graph import Graph, GraphError
from twoears.reach.sampling import Bounds, Pool, Sampler
from twoears.reach.waves import Heard

Longs = NDArray[np.int64]
MOST = 200_000_000
"""How many places all sets may take together: four bytes each, and as much again while they are looked through."""


@dataclass(frozen=True, slots=True)
class Messenger:
    """One of those to ask. All three are of the audience.

    `alone`: whom they would reach if nobody else were asked. `adds`: whom they reach beyond those named before them.
    `lost`: who would not be reached if only they were left out.
    """

    vertex: int
    alone: Expected
    adds: Expected
    lost: Expected


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to ask, in the order of what they add, and what is proven of them.

    `together` is what they are expected to reach. With probability `1 - delta`, `certified` is the least share of what
    the best choice of as many would reach; `wanted` is what was to be proven: `1 - 1/e - epsilon`, or
    `1/2 - epsilon` where one of each organisation is asked at most. `best` is more than any choice would reach. `why`
    it ended: proven, stopped, or limit (of memory or sets: then `certified` is less than `wanted`). `checked` is the
    same as `together` by running messages from them, where that was asked for.
    """

    messengers: tuple[Messenger, ...]
    together: Expected
    best: float
    certified: float
    wanted: float
    delta: float
    sets: int
    why: str
    apart: bool
    checked: Expected | None = None

    @property
    def sentence(self) -> str:
        """What is proven, in words."""
        if not self.messengers:
            return f"Nobody of those who may be asked was seen to reach the audience, in {self.sets:,} tries."
        law = "1/2" if self.apart else "1 - 1/e"
        proven = (
            f"at least {self.certified:.0%} of what the best choice would reach, with probability {1 - self.delta:g}"
        )
        if self.why == "proven":
            return f"Proven: {proven} (wanted: {law} - epsilon = {self.wanted:.0%})."
        ended = "It was stopped early" if self.why == "stopped" else "The limit was met early"
        return f"{ended}: {proven}; {self.wanted:.0%} were wanted."


def messengers(
    graph: Graph,
    few: int,
    chance: "ArrayLike | Chances | Heard",
    *,
    only: ArrayLike | None = None,
    audience: ArrayLike | None = None,
    organisations: ArrayLike | None = None,
    sees: bool = True,
    epsilon: float = 0.1,
    delta: float = 0.001,
    settle: float = 0.005,
    check: int = 0,
    seed: int = 0,
    most: int = MOST,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[float, float], None] = lambda certified, wanted: None,
) -> Asked:
    """Choose up to `few` people to ask so that most of the `audience` (vertices; else all) is expected to see it.

    `chance` is how likely whoever hears passes it on (see `Chances`), or the graph turned round with these, where there
    are several questions: turning takes longer than choosing. With `sees` all count who hear one that
    passes it on, else only those who do so themselves. `only` are the vertices that may be asked. `organisations` gives
    for each vertex a number; one of each is asked at most, and -1 is none. Those who are asked count themselves
    where they are of the audience. Fewer are given where no other adds anything.

    Reverse-reachable sets (Borgs and others 2014) by geometric steps (SUBSIM; Guo and others 2020), doubled until the
    bounds of OPIM-C (Tang, Tang, Xiao and Yuan 2018) prove enough, and more sets would hardly choose better.
    They hardly would where the last two doublings were worth no more than `settle` of what is reached, or where the
    sets that chose flatter the choice by no more than three times that. `progress` is told what is proven so far. With
    `check` so many messages are run from those chosen (not where the graph is given turned round, nor for those of an
    audience who pass it on). Raises GraphError.

    >>> star = Graph.from_edges([0] * 9 + [1], [*range(1, 10), 2])
    >>> asked = messengers(star, 1, 0.1)
    >>> asked.messengers[0].vertex, round(asked.together.people), asked.why
    (0, 10, 'proven')
    """
    _check(graph, few, epsilon, delta)
    people = np.arange(graph.people) if audience is None else vertices(graph, audience, "the audience")
    may = np.arange(graph.people) if only is None else vertices(graph, only, "those who may be asked")
    if not people.size or not may.size:
        raise GraphError("Nobody is in the audience." if may.size else "Nobody may be asked.")
    group = _groups(graph, organisations, may)
    number = _numbers(graph, may) if only is not None else np.empty(0, np.int32)
    heard = chance if isinstance(chance, Heard) else Heard.of(graph, Chances.of(graph, chance))
    if heard.offsets.size != graph.people + 1:
        raise GraphError("That is another graph turned round.")
    sampler = Sampler(heard, people, number, sees, seed)
    least = 0.5 if group.size else -expm1(-1)
    bounds = Bounds.of(people.size, may.size, min(few, may.size), least, epsilon, delta)
    asked = _doubled(sampler, bounds, may, min(few, may.size), group, settle, most, stop, progress)
    if not check or not asked.messengers or isinstance(chance, Heard) or not (sees or audience is None):
        return asked
    who = [one.vertex for one in asked.messengers]
    ran = cascade(graph, who, chance, runs=check, audience=audience, seed=seed + 1, stop=stop)
    return replace(asked, checked=ran.sees if sees else ran.passes)


def _doubled(
    sampler: Sampler,
    bounds: Bounds,
    may: Longs,
    few: int,
    group: NDArray[np.int32],
    settle: float,
    most: int,
    stop: Callable[[], bool],
    progress: Callable[[float, float], None],
) -> Asked:
    """Draw sets until enough is proven: one half of them chooses, the other half tells how good that is."""
    sets, calm = bounds.first, 0
    before = np.empty(0, np.int64)
    for left in reversed(range(bounds.rounds)):
        sampler.draw(sets, most, stop)
        choosing, telling = sampler.pools
        chosen, gains = np.empty(few, np.int64), np.empty(few, np.int64)
        number, ceiling = cover(choosing.sets, choosing.ends, may.size, few, group, chosen, gains)
        chosen = chosen[:number]
        covered, counts = _counted(telling, may.size, chosen)
        low, high = bounds.low(covered, telling.number), bounds.high(ceiling, choosing.number)
        certified = min(low / high, 1.0)
        progress(certified, bounds.wanted)
        why = "proven" if certified >= bounds.wanted else "stopped" if stop() else "limit"
        gained = covered - _counted(telling, may.size, before)[0]
        calm = calm + 1 if before.size and gained <= settle * covered else 0
        flattered = gains[:number].sum() * telling.number - covered * choosing.number
        settled = calm == 2 or flattered <= 3 * settle * covered * choosing.number
        if (why == "proven" and settled) or why == "stopped" or not left or sampler.size >= most or stop():
            break
        sets, before = 2 * sets, chosen
    of = bounds.people
    each = [[Expected.of_share(int(k), telling.number, of=of) for k in row] for row in counts.T]
    return Asked(
        tuple(Messenger(int(may[one]), *how) for one, how in zip(chosen, each, strict=True)),
        Expected.of_share(covered, telling.number, of=of),
        high,
        certified,
        bounds.wanted,
        bounds.delta,
        choosing.number + telling.number,
        why,
        bool(group.size),
    )


def _counted(telling: Pool, may: int, chosen: Longs) -> tuple[int, Longs]:
    """In how many sets any of the chosen stands, and for each: alone, beyond those before, and as the only one."""
    place = np.full(may, -1, np.int32)
    place[chosen] = np.arange(chosen.size)
    counts = np.zeros((3, chosen.size), np.int64)
    return told(telling.sets, telling.ends, place, counts[0], counts[1], counts[2]), counts


def _check(graph: Graph, few: int, epsilon: float, delta: float) -> None:
    if not graph.people:
        raise GraphError("There is nobody in the graph.")
    if few < 1:
        raise GraphError(f"At least one person is asked, not {few}.")
    if not 0 < epsilon < 0.5:
        raise GraphError(f"epsilon lies between 0 and 0.5, and is {epsilon}.")
    if not 0 < delta < 1 / e:
        raise GraphError(f"delta lies between 0 and 0.36, and is {delta}.")


def _groups(graph: Graph, organisations: ArrayLike | None, may: Longs) -> NDArray[np.int32]:
    if organisations is None:
        return np.empty(0, np.int32)
    each = np.asarray(organisations)
    if each.shape != (graph.people,) or each.dtype.kind not in "iu":
        raise GraphError(f"Organisations are {graph.people:,} whole numbers, one for each vertex.")
    names, numbers = np.unique(each[may], return_inverse=True)
    of: NDArray[np.int32] = np.where(names[numbers] < 0, -1, numbers).astype(np.int32)
    return of


def _numbers(graph: Graph, may: Longs) -> NDArray[np.int32]:
    number = np.full(graph.people, -1, np.int32)
    number[may] = np.arange(may.size, dtype=np.int32)
    return number

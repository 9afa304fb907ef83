"""`Chances`: how likely whoever hears a message passes it on; the same for all, by hearer or by tie."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoears.reach.graph import Graph, GraphError

ALL, HEARER, TIE = range(3)
_NAMES: Final = ("all", "hearer", "tie")


@dataclass(frozen=True, slots=True)
class Chances:
    """`values` float32 between 0 and 1: one for all ties, one for each hearer (vertex), or one for each tie.

    `by` says which: ALL, HEARER or TIE.

    >>> Chances.of(Graph.from_edges([0, 1], [1, 2]), 0.25).values.tolist()
    [0.25]
    """

    values: NDArray[np.float32]
    by: int

    @classmethod
    def of(cls, graph: Graph, given: "ArrayLike | Chances") -> "Chances":
        """From one number for all ties, or an array with one for each tie. Raises GraphError."""
        if isinstance(given, Chances):
            return given._fitting(graph)
        values = np.atleast_1d(_numbers(given))
        return cls(values, ALL if np.ndim(given) == 0 else TIE)._fitting(graph)

    @classmethod
    def of_hearers(cls, graph: Graph, given: ArrayLike) -> "Chances":
        """From an array with one for each vertex: how likely they pass on what they hear, from whomever."""
        return cls(np.atleast_1d(_numbers(given)), HEARER)._fitting(graph)

    @classmethod
    def one_of_all(cls, graph: Graph) -> "Chances":
        """Whoever hears a message from all whom they hear passes it on once, as is assumed to compare ways of
        reckoning.

        The weighted cascade of Kempe, Kleinberg and Tardos (2003): one over how many they hear.

        >>> Chances.one_of_all(Graph.from_edges([0, 1], [2, 2])).values.tolist()
        [1.0, 1.0, 0.5]
        """
        heard = np.bincount(graph.targets, minlength=graph.people)
        return cls((1 / np.maximum(heard, 1)).astype(np.float32), HEARER)

    def each_tie(self, graph: Graph) -> NDArray[np.float32]:
        """One for each tie, in the order of `graph.targets`."""
        if self.by == TIE:
            return self.values
        return np.full(graph.ties, self.values[0]) if self.by == ALL else self.values[graph.targets]

    def _fitting(self, graph: Graph) -> "Chances":
        wanted = (1, graph.people, graph.ties)[self.by]
        if self.values.ndim != 1 or self.values.size != wanted:
            raise GraphError(f"Chances by {_NAMES[self.by]} are {wanted:,} numbers here, not {self.values.size:,}.")
        if not bool(((self.values >= 0) & (self.values <= 1)).all()):
            raise GraphError("A chance is a number from 0 to 1.")
        return self


def _numbers(given: ArrayLike) -> NDArray[np.float32]:
    try:
        return np.asarray(given, np.float32)
    except (TypeError, ValueError) as wrong:
        raise GraphError("Chances are numbers from 0 to 1.") from wrong


def vertices(graph: Graph, given: ArrayLike, what: str) -> NDArray[np.int64]:
    """Each vertex of `given` once, in their order. Raises GraphError where one is not in the graph; `what` names them.

    >>> vertices(Graph.from_edges([0], [1]), [1, 0, 1], "starts").tolist()
    [1, 0]
    """
    found = np.atleast_1d(np.asarray(given))
    if found.size and found.dtype.kind not in "iu":
        raise GraphError(f"Whole numbers name vertices; among {what} are others.")
    found = found.astype(np.int64)
    wrong = found[(found < 0) | (found >= graph.people)]
    if wrong.size:
        raise GraphError(f"There is no vertex {wrong[0]} among {graph.people:,}; {what} name it.")
    first = np.sort(np.unique(found, return_index=True)[1])
    return found[first]

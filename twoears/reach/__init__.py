"""Floor 5: how far a word travels: who hears whom, in how many steps, and through whom. Arrays in, arrays out.

>>> from twoears.reach import Graph, degrees
>>> degrees(Graph.from_edges([0, 0, 1, 2, 3], [1, 2, 3, 3, 4]), 0).at
(2, 1, 1)
"""

from twoears.reach.degrees import Added, Degrees, Group, adds, by_group, degrees, each, steps_from
from twoears.reach.graph import Graph, GraphError
from twoears.reach.prepared import Prepared

__all__ = [
    "Added",
    "Degrees",
    "Graph",
    "GraphError",
    "Group",
    "Prepared",
    "adds",
    "by_group",
    "degrees",
    "each",
    "steps_from",
]

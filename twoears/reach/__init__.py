"""Floor 5: how far a word travels: who hears whom, in how many steps, and through whom. Arrays in, arrays out.

>>> from twoears.reach import Graph, degrees
>>> degrees(Graph.from_edges([0, 0, 1, 2, 3], [1, 2, 3, 3, 4]), 0).at
(2, 1, 1)
"""

from twoears.reach.cascades import Cascade, cascade
from twoears.reach.degrees import Added, Degrees, Group, adds, by_group, degrees, each, steps_from
from twoears.reach.graph import Graph, GraphError
from twoears.reach.introductions import Introductions, introductions
from twoears.reach.messengers import Asked, Messenger, messengers
from twoears.reach.passing import Passing, passing
from twoears.reach.prepared import Prepared

__all__ = [
    "Added",
    "Asked",
    "Cascade",
    "Degrees",
    "Graph",
    "GraphError",
    "Group",
    "Introductions",
    "Messenger",
    "Passing",
    "Prepared",
    "adds",
    "by_group",
    "cascade",
    "degrees",
    "each",
    "introductions",
    "messengers",
    "passing",
    "steps_from",
]

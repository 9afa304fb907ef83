"""Who hears whom, as files tell it: CSV, TSV, words between spaces, Parquet, GraphML, GEXF, lists of followers.

A line of a table says that a word runs from the first to the second, unless its header or `means` say otherwise:
`follows` that the first follows the second and so hears them, `knows` that each hears the other. In GraphML and GEXF an
edge runs from its source to its target, and both ways where it is undirected.
"""

from twoears.lib.edges.reading import edges, is_kind
from twoears.lib.edges.tables import says_who_hears
from twoears.lib.edges.values import LONGEST, MEANS, SEVERAL, Bad, Edge, Means, Met, NoEdges, tidy, weight_of

__all__ = [
    "LONGEST",
    "MEANS",
    "SEVERAL",
    "Bad",
    "Edge",
    "Means",
    "Met",
    "NoEdges",
    "edges",
    "is_kind",
    "says_who_hears",
    "tidy",
    "weight_of",
]

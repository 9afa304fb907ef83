"""Floor 5: how far a word travels: who hears whom, in how many steps, and through whom. Arrays in, arrays out."""

from twoears.reach.graph import Graph, GraphError

__all__ = ["Graph", "GraphError"]

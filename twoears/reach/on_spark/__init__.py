"""Three degrees on Spark: the same counts as here, by joins of tables, for ties that do not fit into one machine.

ties = of_pairs([("ann", "bob"), ("bob", "eve")])
degrees(ties, ["ann"]).at  # (1, 1, 0)
"""

from twoears.reach.on_spark.counting import MOST_ADDING, Reached, adds, degrees, each
from twoears.reach.on_spark.reading import Read, Ties, of_frame, of_pairs, read

__all__ = ["MOST_ADDING", "Reached", "Read", "Ties", "adds", "degrees", "each", "of_frame", "of_pairs", "read"]

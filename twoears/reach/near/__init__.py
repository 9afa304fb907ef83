"""How near somebody stands to us in the graph of ties, and through whom."""

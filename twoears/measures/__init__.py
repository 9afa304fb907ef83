"""Floor 6: ratios over the stream, each with the question it answers."""

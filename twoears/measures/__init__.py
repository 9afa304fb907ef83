"""Floor 4: ratios over the stream, each with the question it answers."""

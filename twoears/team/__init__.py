"""Floor 1: who works here, when, and what they promise."""

"""Floor 6: queries that a team keeps, what they hear, and the numbers that come of it."""

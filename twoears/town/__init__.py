"""Floor 2: a seeded simulation of a company and its market, with its truth beside it."""

"""Floor 0: dates, addresses, HTML, text and intervals. Knows nothing of us."""

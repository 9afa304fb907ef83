"""Door: the resource API under /api/v1. Parses, calls, shows; no logic."""

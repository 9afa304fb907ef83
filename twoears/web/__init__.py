"""Door: pages. Parses, calls, shows; no logic."""

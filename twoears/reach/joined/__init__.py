"""The graph joined by who is who, and what is known of everybody in it."""

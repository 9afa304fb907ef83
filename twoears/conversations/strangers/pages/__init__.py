"""What the doors show of strangers. Queries only."""

"""What the doors show of criticism and of improvements. Queries only."""

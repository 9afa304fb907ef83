"""What the doors show of conversations. Queries only; nothing is changed."""

"""What the doors show of subjects. Queries only; stances are made at each look."""

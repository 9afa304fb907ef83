"""Floor 3: who is who, and where we stand with each other."""

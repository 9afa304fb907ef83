"""Floor 4: who is who, and where we stand with each other."""

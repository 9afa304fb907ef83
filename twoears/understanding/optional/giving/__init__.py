"""What optional readers are given, and what they make of it, whatever they are and wherever they run."""

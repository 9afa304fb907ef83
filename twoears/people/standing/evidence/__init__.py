"""What happened between people and us, as the rules of stages ask for it."""

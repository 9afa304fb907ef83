"""Floor 7: the inbox. What the team decided about each conversation, and who comes first today."""

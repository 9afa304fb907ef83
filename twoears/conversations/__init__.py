"""Floor 5: the inbox. What the team decided about each conversation, and who comes first today."""

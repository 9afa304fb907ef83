"""Tell other programs what was heard."""

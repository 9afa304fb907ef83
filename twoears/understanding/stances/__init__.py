"""Stances: whether a post agrees or disagrees with a statement that members chose, or it cannot be told."""

"""Tests against software that nobody here wrote."""

# Run by a Python of its own, which has what it imports.
collect_ignore = ["websub_hub.py"]

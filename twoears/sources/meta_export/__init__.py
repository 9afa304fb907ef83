"""The copies of their data that Facebook and Instagram give to their members and pages, as JSON."""

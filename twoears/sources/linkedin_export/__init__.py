"""The copy of their data that LinkedIn gives to its members, as a zip, a folder or single tables."""

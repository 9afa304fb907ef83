"""Feeds: RSS, Atom and JSON Feed, by address or as a file."""

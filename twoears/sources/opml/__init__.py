"""OPML: lists of feeds, as feed readers export them; each feed becomes a source of its own."""

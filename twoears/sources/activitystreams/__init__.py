"""ActivityStreams, as JSON, JSON lines or a collection."""

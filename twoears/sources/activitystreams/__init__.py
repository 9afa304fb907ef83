"""ActivityStreams 2.0, as JSON, JSON lines or an `OrderedCollection`."""

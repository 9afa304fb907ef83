"""Floor 1: the record. What was heard, append-only, in the words of ActivityStreams 2.0."""

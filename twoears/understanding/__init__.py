"""Floor 2: what a text means. Readers in order, each text to a note with a probability and its reason."""

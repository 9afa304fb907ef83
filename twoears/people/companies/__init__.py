"""Companies: whom we know of each, since when, and where they stand; told by the domains of mail addresses."""

"""Who can introduce us to somebody, by what was heard; and whom nobody asks for it."""

"""Floor 2: ears. A folder for each place; a reader returns data and never saves."""

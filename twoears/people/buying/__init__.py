"""Where people and organisations stand in their own buying cycle, told from what they do, with what is not known."""

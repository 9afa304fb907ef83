"""Floor 3: what was said in reply to what, who asked, who answered, who waits."""

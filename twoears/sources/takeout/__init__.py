"""The part about YouTube of what Google gives out as Takeout."""

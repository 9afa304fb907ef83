"""Lists of who follows whom that members brought."""

"""Coding: what members say a post or a passage speaks of, by hand or by proposal; and talks that are coded beside."""

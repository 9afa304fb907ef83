"""Bluesky: what an account says in public, and what others answer."""

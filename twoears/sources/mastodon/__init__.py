"""Mastodon and the servers that speak its API: what an account says, and what others answer."""

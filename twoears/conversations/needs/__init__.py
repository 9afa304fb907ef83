"""Needs in conversations: which posts are looked at, the themes in them, and what to code next."""

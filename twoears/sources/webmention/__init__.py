"""Webmention, Pingback, Trackback: other pages that link to ours, and telling other pages that ours link to them."""

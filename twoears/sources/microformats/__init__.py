"""Microformats: what a page, or the JSON that was made of it, says of itself."""

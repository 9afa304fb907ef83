"""The export of a WordPress site (WXR), with the comments, pingbacks and trackbacks below its posts."""

"""The archive that a Mastodon server makes for its members, as a zip, a tar.gz or a folder."""

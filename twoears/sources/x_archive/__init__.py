"""The archive that X sends to its members, as a zip or a folder."""

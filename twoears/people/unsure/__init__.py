"""Accounts that are likely one person: found behind the record, and asked about. Nothing is joined here by itself."""

"""Queries on companies: the list, one of them, where one person belongs, and what members decided."""

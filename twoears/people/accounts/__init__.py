"""Accounts as matching needs them."""

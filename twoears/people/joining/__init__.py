"""Accounts joined to people: from certain rules, likely matches and what members decided."""

"""Needs of people: who spoke of which, in their own words."""

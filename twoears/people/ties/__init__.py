"""Ties: what two people have done for each other, how likely they talk again, and whether they have gone quiet."""

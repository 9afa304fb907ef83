"""Needs in people's own words: themes that are proposed, a codebook that members edit, and what was coded by it."""

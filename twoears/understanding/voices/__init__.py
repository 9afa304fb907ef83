"""Contrarian voices: what votes on statements say of the range of opinions, its groups, their bridges and dissent."""

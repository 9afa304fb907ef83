"""Criticism into opportunity: what was criticised, by need; what we improve for it; and who was told."""

"""Telling critics: drafts laid ready for members to send, who is to be left alone, and what is criticism at all."""

"""Strangers worth meeting: those who talk of what we can help with, before anybody knows them."""

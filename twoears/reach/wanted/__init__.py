"""Whom members want to reach: companies, domains and handles, named by lists."""

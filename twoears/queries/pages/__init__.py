"""What the doors show of queries. Nothing is changed here."""

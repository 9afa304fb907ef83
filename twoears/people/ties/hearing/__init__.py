"""What of the record is done by one towards another."""

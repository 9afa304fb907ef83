"""What tells the same: which story each found post tells."""

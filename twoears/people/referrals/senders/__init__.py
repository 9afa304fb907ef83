"""Who sent somebody to us, as evidence: found, or said by a member."""

"""What a workspace learns of ties from its own past."""

"""Who names what, and the names that a workspace knows already."""

"""How each reader is set in a workspace, and what another setting would cost."""

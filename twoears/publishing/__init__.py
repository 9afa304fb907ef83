"""Our one mouth: what members send, delivered once and never twice."""

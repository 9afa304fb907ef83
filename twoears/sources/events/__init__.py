"""What happens on our own site and in our own product, as tracking libraries of the Segment family send it."""

"""Places of posts (embeddings) by a reader that an owner brought, under the same switch as labels."""

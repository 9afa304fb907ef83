"""What members say of a reader's labels: it wins at once, for a post and its copies, and can be taken back."""

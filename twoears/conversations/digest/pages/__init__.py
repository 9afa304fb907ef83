"""What is asked of the database for a morning mail. Queries only."""

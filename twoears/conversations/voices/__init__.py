"""Voices from posts: subjects, statements that members choose on them, and who agrees in words of their own."""

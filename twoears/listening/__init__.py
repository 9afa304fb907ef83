"""Floor 2: Boolean queries over what is said: their language, what each means, and thousands of them at once."""

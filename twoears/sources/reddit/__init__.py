"""Reddit: the copy of their data that it gives to its members, and listings as its API answers them."""

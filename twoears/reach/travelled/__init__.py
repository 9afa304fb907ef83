"""How far one post went: who passed it on after whom, and what was expected."""

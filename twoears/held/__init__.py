"""Everything that is held of one person: which table holds it, by what it hangs on them, and a copy for them."""

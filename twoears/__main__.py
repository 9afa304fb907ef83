"""`python -m twoears` is the command line."""

from twoears.cli import main

main()

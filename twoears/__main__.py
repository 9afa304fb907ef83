"""`python -m twoears` is the command line."""

from twoears.cli import main

if __name__ == "__main__":
    main()

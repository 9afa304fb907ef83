"""How the readers were made: `python -m twoears.understanding.recipe DATA_FOLDER` makes them anew."""

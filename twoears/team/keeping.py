"""For how long is kept what nobody needs for ever. Numbers of days."""

from typing import Final

EDITS: Final = 30  # words that their author edited away, until an owner says otherwise
LONGEST: Final = 3650

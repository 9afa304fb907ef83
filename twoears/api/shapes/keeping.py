"""What is kept, and for how long."""

from ninja import Schema


class Keeping(Schema):
    """`edits_days` are the days for which words are kept after their author edited them; 0 lets go of them at once."""

    edits_days: int

"""`twoears keep`: what is kept and for how long, and another rule."""

from twoears.cli.saying import fail, hint, print_json, say
from twoears.lib.counts import counted
from twoears.team.actions import TeamError, first_owner, first_team, keep_edits


def keep(*, edits: int | None, json: bool) -> None:
    """Set the rule where one is given, and say what holds."""
    if edits is not None:
        try:
            keep_edits(owner=first_owner(), days=edits)
        except TeamError as error:
            fail(str(error), 2)
    days = first_team().keep_edits_days
    if json:
        print_json({"edits_days": days})
        return
    kept = f"kept for {counted(days, 'day')}" if days else "not kept"
    say(f"Words that their author edited away are {kept}.")
    if edits is None:
        hint("Another rule: twoears keep --edits DAYS")

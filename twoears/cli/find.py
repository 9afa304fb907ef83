"""`twoears find`: people, conversations, posts."""

from twoears.cli.saying import print_json, say
from twoears.conversations.pages.finding import find as look_up
from twoears.jobs import catch_up
from twoears.team.actions import first_owner


def find(words: str, *, json: bool) -> None:
    """Print what was found; exit 1 when nothing was."""
    catch_up()
    hits = look_up(words, member=first_owner())
    if json:
        print_json(list(hits))
        return
    for hit in hits:
        say(f"{hit.kind:12} {hit.title}  {hit.id}", "bold")
        say(f"             {hit.words}", "dim")
    if not hits:
        say(f"Nothing has {words!r} in it.")
        raise SystemExit(1)

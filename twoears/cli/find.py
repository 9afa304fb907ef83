"""`twoears find`: people, conversations, posts."""

from rich.text import Text

from twoears.cli.saying import clean, out, print_json, say
from twoears.conversations.finding import Hit
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
        out.print(_found(hit))
    if not hits:
        say(f"Nothing has {words!r} in it.")
        raise SystemExit(1)


def _found(hit: Hit) -> Text:
    """Who said it, and the words, those that were looked for marked; each piece is cleaned by itself."""
    line, done = Text(" " * 13 + (clean(f"{hit.author}: ") if hit.author else "")), 0
    for start, end in hit.marks:
        line.append(clean(hit.words[done:start]), "dim").append(clean(hit.words[start:end]), "bold underline")
        done = end
    return line.append(clean(hit.words[done:]), "dim")

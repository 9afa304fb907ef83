"""`twoears find`: people, conversations, posts; or by a query everything that was said."""

from datetime import UTC, datetime
from itertools import islice

from rich.text import Text

from twoears.cli.finding import say_hit, walking
from twoears.cli.saying import clean, fail, hint, out, print_json, say
from twoears.conversations.finding import Hit
from twoears.conversations.pages.finding import find as look_up
from twoears.jobs import catch_up
from twoears.listening.errors import QueryError
from twoears.listening.grammar import parse
from twoears.queries.pages.history import find as walk
from twoears.queries.pages.history import heard_between
from twoears.queries.pages.hits import shown
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


def find_by_query(text: str, *, since: datetime | None, limit: int, json: bool, quiet: bool) -> None:
    """Print the latest posts that a query finds; exit 1 where there is none, 2 where the text is no query."""
    try:
        asked = parse(text)
    except QueryError as error:
        fail(str(error), 2)
    catch_up()
    begin = since.replace(tzinfo=since.tzinfo or UTC) if since else None
    with walking(heard_between(begin, None).count(), quiet=quiet or json) as watch:
        found = list(islice(walk(text, since=begin, watch=watch), limit))
    hits = shown(found, asked)
    if json:
        print_json(hits)
        return
    for hit in hits:
        say_hit(hit)
        say()
    if not hits:
        say("Nothing that was heard is found by it.")
        raise SystemExit(1)
    if len(hits) == limit and not quiet:
        hint(f"The latest {limit}. For more: --limit {limit * 10}. To keep listening: twoears queries add …")


def _found(hit: Hit) -> Text:
    """Who said it, and the words, those that were looked for marked; each piece is cleaned by itself."""
    line, done = Text(" " * 13 + (clean(f"{hit.author}: ") if hit.author else "")), 0
    for start, end in hit.marks:
        line.append(clean(hit.words[done:start]), "dim").append(clean(hit.words[start:end]), "bold underline")
        done = end
    return line.append(clean(hit.words[done:]), "dim")

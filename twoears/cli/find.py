"""`twoears find`: people, conversations, posts; by a query everything that was said; where something is named."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from rich.text import Text

from twoears.cli.finding import say_hit, walking
from twoears.cli.saying import clean, fail, hint, out, print_json, say
from twoears.conversations.finding import CONVERSATION, PERSON, POST, Found, Hit
from twoears.conversations.pages.finding import look_for
from twoears.conversations.pages.queue import conversations
from twoears.jobs import catch_up
from twoears.lib.counts import counted
from twoears.listening.errors import QueryError
from twoears.listening.grammar import parse
from twoears.people.pages import people_list
from twoears.queries.pages.history import find as walk
from twoears.queries.pages.history import heard_between
from twoears.queries.pages.hits import shown
from twoears.queries.pages.named import named, posts_naming
from twoears.team.actions import first_owner
from twoears.understanding.entities.values import NotNamed

_KINDS = {PERSON: "people", CONVERSATION: "conversations", POST: "posts said elsewhere"}


def find(words: str, *, limit: int, json: bool, quiet: bool) -> None:
    """Print what was found, and how many more there are; exit 1 when nothing was."""
    catch_up()
    found = look_for(words, member=first_owner(), limit=limit)
    if json:
        print_json(list(found.hits))
        return
    for hit in found.hits:
        say(f"{hit.kind:12} {hit.title}  {hit.id}", "bold")
        out.print(_found(hit))
    if not found.hits:
        say(f"Nothing has {words!r} in it.")
        raise SystemExit(1)
    if not quiet:
        for line in _more(found):
            hint(line)


def _more(found: Found) -> Iterator[str]:
    """What there is beyond what was printed."""
    parts = [(len(found.of(kind)), found.total(kind), words) for kind, words in _KINDS.items()]
    cut = [f"{shown:,} of {total:,} {words}" for shown, total, words in parts if shown < total]
    if cut:
        yield f"The latest: {', '.join(cut)}. For all: --limit {max(total for _, total, _ in parts)}"


def find_by_query(text: str, *, since: datetime | None, limit: int, json: bool, quiet: bool) -> None:
    """Print the latest posts that a query finds; exit 1 where there is none, 2 where the text is no query."""
    try:
        asked = parse(text)
    except QueryError as error:
        fail(str(error), 2)
    catch_up()
    begin = since.replace(tzinfo=since.tzinfo or UTC) if since else None
    with walking(heard_between(begin, None).count(), quiet=quiet or json) as watch:
        found = list(islice(walk(text, since=begin, watch=watch), limit + 1))
    hits = shown(found[:limit], asked)
    if json:
        print_json(hits)
        return
    for hit in hits:
        say_hit(hit)
        say()
    if not hits:
        say("Nothing that was heard is found by it.")
        raise SystemExit(1)
    if len(found) > limit and not quiet:
        # How many is not counted: that would be a walk through all that was ever heard.
        hint(f"The latest {limit}; there are more: --limit {limit * 10}. To keep listening: twoears queries add …")


def find_about(about: str, *, limit: int, json: bool, quiet: bool) -> None:
    """Print the latest posts heard that name something; exit 1 where none does, 2 where it is no name."""
    catch_up()
    try:
        hits, total = named(about, limit=limit), posts_naming(about).count()
        page = conversations(first_owner(), tab="all", about=about, limit=limit)
        cards, _, people = people_list(about=about, limit=limit)
    except NotNamed as error:
        fail(str(error), 2)
    if json:
        print_json({"posts": hits, "conversations": page.rows, "people": cards})
        return
    for hit in hits:
        say_hit(hit)
        say()
    if not hits:
        say(f"Nothing that was heard names {about!r}.")
        raise SystemExit(1)
    if not quiet:
        if total > len(hits):
            hint(f"The latest {len(hits):,} of {total:,}. For all: --limit {total}")
        yours = f"{counted(page.total, 'conversation')} and {counted(people, 'person', 'people')}"
        why = " Why it is named: twoears show CONVERSATION." if page.total else ""
        hint(f"{counted(total, 'post')}; of yours {yours}.{why}")


def _found(hit: Hit) -> Text:
    """Who said it, and the words, those that were looked for marked; each piece is cleaned by itself."""
    line, done = Text(" " * 13 + (clean(f"{hit.author}: ") if hit.author else "")), 0
    for start, end in hit.marks:
        line.append(clean(hit.words[done:start]), "dim").append(clean(hit.words[start:end]), "bold underline")
        done = end
    return line.append(clean(hit.words[done:]), "dim")

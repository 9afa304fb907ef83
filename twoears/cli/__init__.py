"""Door: the command line. The words and their options; what they do lies in one module each, loaded when it is called.

`twoears --help` must stay quick, so nothing heavy is imported here: a command opens the house (Django, tables) and only
then imports the module that does its work.
"""

import sys
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from twoears import __version__
from twoears.cli import knowing, reaching, reading, relating, spread_words
from twoears.cli.options import (
    Data,
    Format,
    Json,
    MapOption,
    Port,
    Quiet,
    SecretOption,
    SetOption,
    day_option,
    opened,
)

app = typer.Typer(
    name="twoears",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Two Ears: listen twice as much as you speak.\n\n"
    "  twoears up                                start here: pages on http://localhost:8642\n\n"
    "  twoears listen archive.zip --us @acme     hear a file, a feed or an account\n\n"
    "  twoears today                             who needs you, and why\n\n"
    "  twoears measure                           ratios, each with its interval",
)


@app.command()
def up(
    data: Data = None,
    port: Port = 8642,
    host: Annotated[str, typer.Option(help="The address to bind to.")] = "127.0.0.1",
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
) -> None:
    """Start everything: pages, worker, scheduler and listeners. Ctrl-C stops it."""
    opened("up", data).up(port=port, host=host, open_browser=open_browser)


@app.command()
def demo(
    people: Annotated[int, typer.Option(help="How many people live in the town.")] = 400,
    port: Port = 8642,
    seed: Annotated[int, typer.Option(help="Another town for another number.")] = 1,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
) -> None:
    """The same on a throw-away folder with a sample company and its market."""
    import_module("twoears.cli.demo").demo(people=people, seed=seed, port=port, open_browser=open_browser)


@app.command()
def listen(
    things: Annotated[list[str], typer.Argument(metavar="THING...", help="Files, folders, addresses or handles.")],
    kind: Annotated[str, typer.Option("--as", metavar="KIND", help="What it is, where we guess wrong.")] = "",
    us: Annotated[
        list[str] | None, typer.Option("--us", metavar="HANDLE", help="An account of ours; may be repeated.")
    ] = None,
    columns: MapOption = None,
    since: Annotated[datetime | None, day_option(help="Leave out what is older.")] = None,
    base: Annotated[str, typer.Option(help="Another server to ask, for live sources.")] = "",
    sets: SetOption = None,
    secrets: SecretOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Read, record nothing.")] = False,
    json: Json = False,
    quiet: Quiet = False,
    data: Data = None,
) -> None:
    """Hear something: a file, a feed or an account. The same input twice is heard once."""
    ask = opened("listen", data)
    ask.listen(
        things,
        kind=kind,
        us=us or [],
        columns=columns or [],
        since=since,
        base=base,
        sets=sets or [],
        secrets=secrets or [],
        dry_run=dry_run,
        json=json,
        quiet=quiet,
    )


@app.command()
def sources(
    act: Annotated[
        str, typer.Argument(metavar="[add|test|pause|resume|remove|retry|backfill|secret|map|show]", help="What to do.")
    ] = "",
    name: Annotated[str, typer.Argument(help="The number or name of a source; for add, the thing.")] = "",
    pairs: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH=FIELD...]", help="For map: what a field of a webhook means.")
    ] = None,
    kind: Annotated[str, typer.Option("--as", metavar="KIND", help="For add: what it is.")] = "",
    sets: SetOption = None,
    secrets: SecretOption = None,
    forget: Annotated[
        list[str] | None, typer.Option("--forget", metavar="NAME", help="For secret: take away what was given.")
    ] = None,
    since: Annotated[datetime | None, day_option(help="For add and backfill: from this day on.")] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="For map: take what is proposed, changed by what is said.")
    ] = False,
    json: Json = False,
    data: Data = None,
) -> None:
    """How each source is doing; exit 1 when one is silent."""
    ask = opened("sources", data)
    words = ask.Words(
        kind=kind,
        sets=sets or [],
        secrets=secrets or [],
        forget=forget or [],
        since=since,
        pairs=pairs or [],
        accept=accept,
        json=json,
    )
    ask.sources(act, name, words, json=json)


@app.command()
def send(
    act: Annotated[
        str, typer.Argument(metavar="reply|like|share|post|list|take-back|try-again|it-is-there", help="What to do.")
    ],
    name: Annotated[str, typer.Argument(help="A conversation (c_…), or the number that list shows.")] = "",
    text: Annotated[str, typer.Option(help="The words.")] = "",
    through: Annotated[str, typer.Option("--as", metavar="SOURCE", help="Through which source, where several.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Send without being asked.")] = False,
    json: Json = False,
    data: Data = None,
) -> None:
    """Answer where the conversation is. Nothing is sent without a yes, and nothing twice."""
    opened("send", data).send(act, name, text=text, through=through, yes=yes, json=json)


@app.command()
def today(
    limit: Annotated[int | None, typer.Option(min=1, help="How many; all with --json, else 12.")] = None,
    lang: Annotated[str, typer.Option(help="Only in this language: German, or de; mine for those you answer in.")] = "",
    json: Json = False,
    quiet: Quiet = False,
    data: Data = None,
) -> None:
    """Who needs you, and why; the longest broken promise first."""
    opened("today", data).today(limit=limit, lang=lang, json=json, quiet=quiet)


@app.command()
def find(
    words: Annotated[list[str] | None, typer.Argument(help="A name, a handle or words.")] = None,
    query: Annotated[str, typer.Option(help="Everything that a query finds, the latest first.")] = "",
    about: Annotated[str, typer.Option(help="Where something is named: place:berlin, product:fx-3.")] = "",
    since: Annotated[datetime | None, day_option(help="With --query: leave out what is older.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, of each kind.")] = 20,
    json: Json = False,
    quiet: Quiet = False,
    data: Data = None,
) -> None:
    """People, conversations and posts; by a query, everything that was said; or where something is named."""
    if sum(map(bool, (words, query, about))) != 1:
        import_module("twoears.cli.saying").fail("Give words, or --query 'acme AND pump', or --about place:berlin.", 2)
    look = opened("find", data)
    if about:
        look.find_about(about, limit=limit, json=json, quiet=quiet)
    elif query:
        look.find_by_query(query, since=since, limit=limit, json=json, quiet=quiet)
    else:
        look.find(" ".join(words or ()), limit=limit, json=json, quiet=quiet)


@app.command()
def queries(
    act: Annotated[
        str,
        typer.Argument(
            metavar="[list|add|lint|tidy|preview|show|remove|bring-back|removed|mark|unmark|exclude|include|mail|no-mail|digest]",
            help="What to do. lint ends with exit 4 where the text is no query, and with 0 where there is mere advice.",
        ),
    ] = "list",
    things: Annotated[list[str] | None, typer.Argument(help="A query, or its name and more; - reads it.")] = None,
    name: Annotated[str, typer.Option(help="With add: what it is called.")] = "",
    today: Annotated[bool, typer.Option("--today", help="With add: a row on Today when it hears something.")] = False,
    mail: Annotated[bool, typer.Option("--mail", help="With add: in the morning mail when it hears any.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="With show: how many posts.")] = 20,
    since: Annotated[datetime | None, day_option(help="With show: leave out what is older.")] = None,
    ours: Annotated[
        bool, typer.Option("--ours", help="With show: what we said ourselves, which is not counted.")
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
    data: Data = None,
) -> None:
    """What is listened for, in everything that is heard."""
    ask = opened("queries", data)
    ask.queries(
        act,
        things or [],
        name=name,
        today=today,
        mail=mail,
        limit=limit,
        since=since,
        ours=ours,
        json=json,
        quiet=quiet,
    )


@app.command()
def digest(
    to: Annotated[str, typer.Option("--to", metavar="MEMBER", help="Who signs in by that name; else the owner.")] = "",
    show: Annotated[bool, typer.Option("--print", help="Print what would be sent now.")] = False,
    out: Annotated[bool, typer.Option("--send", help="Send one now, beside that of the morning.")] = False,
    json: Json = False,
    data: Data = None,
) -> None:
    """The morning mail: who gets it and when; what it would say now; one at once."""
    opened("digest", data).digest(to=to, show=show, out=out, json=json)


@app.command()
def show(
    thing: Annotated[str, typer.Argument(help="A person or a conversation: p_…, c_…, a mail or a handle.")],
    json: Json = False,
    data: Data = None,
) -> None:
    """One person or one conversation."""
    opened("show", data).show(thing, json=json)


@app.command()
def measure(
    since: Annotated[datetime | None, day_option("--from", help="From this day on.")] = None,
    until: Annotated[datetime | None, day_option("--to", help="Up to this day.")] = None,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print a table for spreadsheets.")] = False,
    answer_times: Annotated[
        bool, typer.Option("--answer-times", help="How long answers take, ours and theirs.")
    ] = False,
    quiet: Quiet = False,
    data: Data = None,
) -> None:
    """The ratios: each with numerator, denominator and interval."""
    look = opened("measure", data)
    if answer_times:
        look.say_answer_times(since=since, until=until, json=json)
        return
    look.measure(since=since, until=until, json=json, csv=csv, quiet=quiet)


reaching.add_to(app)


@app.command()
def export(
    person: Annotated[str, typer.Argument(help="One person only: p_…, a mail or a handle.")] = "",
    format: Annotated[
        Format | None,
        typer.Option(
            help="How to write it. Of one person a copy, a zip with all that is held of them; else as2.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A file; - or nothing is standard output.")
    ] = None,
    data: Data = None,
) -> None:
    """Everything that is held, or everything of one person, in an open format."""
    opened("export", data).export(person, format=str(format or ("copy" if person else "as2")), output=output)


@app.command()
def forget(
    person: Annotated[str, typer.Argument(help="p_…, a mail or a handle.")],
    confirm: Annotated[str, typer.Option(help="Their name, as it is shown, so that nothing is asked.")] = "",
    json: Json = False,
    data: Data = None,
) -> None:
    """Remove a person from everything, and do not record them again."""
    opened("forget", data).forget(person, confirm=confirm, json=json)


@app.command()
def keep(
    edits: Annotated[
        int | None, typer.Option(metavar="DAYS", help="Words that their author edited away; 0 lets go of them at once.")
    ] = None,
    json: Json = False,
    data: Data = None,
) -> None:
    """What is kept, and for how long; with an option, another rule."""
    opened("keep", data).keep(edits=edits, json=json)


reading.add_to(app)
knowing.add_to(app)
spread_words.add_to(app)
relating.add_to(app)


@app.command()
def doctor(json: Json = False, data: Data = None) -> None:
    """Look whether everything is in order; exit 4 when something is not."""
    try:
        look = opened("doctor", data)
    except _troubles() as error:
        import_module("twoears.cli.trouble").no_house(error, json=json)
    look.doctor(json=json)


@app.command()
def token(
    act: Annotated[str, typer.Argument(metavar="create|list|revoke", help="What to do.")],
    name: Annotated[str, typer.Argument(help="What the program is called.")] = "",
    scope: Annotated[list[str] | None, typer.Option(help="read, decide or set up; may be repeated.")] = None,
    days: Annotated[int, typer.Option(help="How long it lives.")] = 90,
    json: Json = False,
    data: Data = None,
) -> None:
    """Tokens by which programs come in through the API."""
    opened("token", data).token(act, name, scopes=scope or ["read"], days=days, json=json)


@app.command(hidden=True)
def work(data: Data = None) -> None:
    """The worker alone, for those who run the pages elsewhere."""
    opened("work", data).work()


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"twoears {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")] = False,
) -> None:
    """Options that come before the command."""


def main() -> None:
    """The console script."""
    # A pipe that closes early (`| head`) ends us quietly, as it does any other program.
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(141) from None
    except _troubles() as error:
        words = import_module("twoears.cli.trouble").in_words(error.__cause__ or error)
        import_module("twoears.cli.saying").fail(words)


def _troubles() -> tuple[type[BaseException], ...]:
    """Errors that are told in words. What is not loaded by now cannot have been raised."""
    places = (("django.db.utils", "Error"), ("twoears.jobs", "NotCaughtUp"))
    return (OSError, *(getattr(sys.modules[module], name) for module, name in places if module in sys.modules))

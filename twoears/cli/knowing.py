"""The words of the commands that are about people, and their options; what they do lies in one module each."""

from typing import Annotated

import typer

from twoears.cli.options import Data, Json, Quiet, opened


def strangers(
    act: Annotated[str, typer.Argument(metavar="[list|meet|leave|later|undo]", help="What to do.")] = "list",
    things: Annotated[
        list[str] | None, typer.Argument(help="A handle to decide about; for undo the number of a decision.")
    ] = None,
    need: Annotated[str, typer.Option(help="Only those who spoke of this code.")] = "",
    days: Annotated[int, typer.Option(min=1, max=3660, help="How far back.")] = 90,
    member: Annotated[str, typer.Option("--as", metavar="MEMBER", help="Who decides; else the owner.")] = "",
    within: Annotated[
        int, typer.Option(min=0, max=3, help="Only those within so many steps of you, 1 to 3; 0: whoever it is.")
    ] = 0,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")] = 20,
    json: Json = False,
    data: Data = None,
) -> None:
    """Strangers who spoke of something that you may help with; meet them, leave them, or look again later."""
    ask = opened("meeting", data)
    ask.strangers(act, things or [], need=need, days=days, within=within, limit=limit, member=member, json=json)


def who(
    act: Annotated[
        str,
        typer.Argument(metavar="[list|show|yes|no|later|undo|join|learnt|weigh]", help="What to do."),
    ] = "list",
    things: Annotated[
        list[str] | None,
        typer.Argument(help="A proposal (m_…); undo NUMBER of what was said; join PERCENT|off; weigh learnt|shipped."),
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="Compare everybody with everybody first; otherwise only who is new.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="With join: say what would be joined, and join nothing.")
    ] = False,
    member: Annotated[str, typer.Option("--as", metavar="MEMBER", help="Who says it; else the first owner.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many pairs.")] = 10,
    json: Json = False,
    quiet: Quiet = False,
    data: Data = None,
) -> None:
    """Accounts that are likely one person: why, and what you say of them. Nothing is joined until somebody says so."""
    ask = opened("who", data)
    words = ask.Words(everybody=everybody, dry_run=dry_run, member=member, limit=limit, quiet=quiet)
    ask.who(act, things or [], words, json=json)


def stages(
    act: Annotated[
        str, typer.Argument(metavar="[rules|try|use|undo|flows|set|take-back|versions]", help="What to do.")
    ] = "rules",
    things: Annotated[
        list[str] | None,
        typer.Argument(help="try FILE, use FILE, undo VERSION, set PERSON STAGE, take-back NUMBER; - is a pipe."),
    ] = None,
    because: Annotated[str, typer.Option(help="With use and set: why. Others read it later.")] = "",
    months: Annotated[int, typer.Option(min=1, max=60, help="With flows: how many.")] = 12,
    member: Annotated[str, typer.Option("--as", metavar="MEMBER", help="Who decides; else the owner.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200, help="With try: how many people are named.")] = 20,
    json: Json = False,
    data: Data = None,
) -> None:
    """Stranger, friend, customer, evangelist: the rules, other rules tried on history, and how people move."""
    ask = opened("stages", data)
    ask.stages(act, things or [], because=because, months=months, member=member, limit=limit, json=json)


def buying(
    person: Annotated[str, typer.Argument(help="One person: p_…, a mail or a handle. Else who is near.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many.")] = 20,
    json: Json = False,
    data: Data = None,
) -> None:
    """Where people stand in their own buying cycle, how likely, and why; or that it cannot be told."""
    opened("buying", data).buying(person, limit=limit, json=json)


def companies(
    act: Annotated[
        str,
        typer.Argument(
            metavar="[list|COMPANY|set|not|part|join|apart|name|anybody|person|history|undo]",
            help="What to do; or one company, by a domain or the name that you gave it.",
        ),
    ] = "list",
    things: Annotated[
        list[str] | None,
        typer.Argument(
            help="set, not, part PERSON COMPANY; join COMPANY COMPANY; apart, anybody DOMAIN; name COMPANY NAME; "
            "person PERSON; history [COMPANY]; undo NUMBER."
        ),
    ] = None,
    find: Annotated[str, typer.Option(help="With list: only with this in the domain or name.")] = "",
    since: Annotated[str, typer.Option("--from", metavar="DAY", help="With set: their first day, 2026-03-01.")] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="With set: their last day, if they have left.")] = "",
    role: Annotated[
        list[str] | None,
        typer.Option(
            help="With set and part: initiator, user, influencer, decider, buyer or gatekeeper; several times."
        ),
    ] = None,
    name: Annotated[str, typer.Option(help="With join: what they are called together.")] = "",
    because: Annotated[str, typer.Option(help="With every decision: why. Others read it later.")] = "",
    member: Annotated[str, typer.Option("--as", metavar="MEMBER", help="Who decides; else the owner.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 20,
    json: Json = False,
    data: Data = None,
) -> None:
    """Companies: whom we know there, who takes part, who has left; and what you say of who belongs where."""
    ask = opened("companies", data)
    words = ask.Words(
        find=find, since=since, until=until, roles=tuple(role or ()), name=name, because=because, member=member,
        limit=limit, json=json,
    )  # fmt: skip
    ask.companies(act, things or [], words)


def add_to(app: typer.Typer) -> None:
    """Give `app` these commands, in this order."""
    for command in (who, stages, buying, companies, strangers):
        app.command()(command)

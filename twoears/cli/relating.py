"""The words of the commands that are about people and each other, and their options."""

from typing import Annotated

import typer

from twoears.cli.options import Data, Json, opened


def ties(
    person: Annotated[str, typer.Argument(help="A mail address, a handle, a name or an id.")],
    json: Json = False,
    data: Data = None,
) -> None:
    """Whom somebody knows: where you stand with each other and why, which colleague knows them best, and who else."""
    opened("ties", data).ties(person, json=json)


def cooling(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many, those that went quiet last.")] = 40,
    json: Json = False,
    data: Data = None,
) -> None:
    """Who is quieter than 19 of 20 of the pauses that you have had with them."""
    opened("ties", data).cooling(limit, json=json)


def referrals(
    act: Annotated[str, typer.Argument(metavar="[list|say|settle|deny|undo]", help="What to do.")] = "list",
    things: Annotated[list[str] | None, typer.Argument(help="People, or the number of a referral.")] = None,
    on: Annotated[str, typer.Option(metavar="DAY", help="With say: when it was said, as 2026-03-01.")] = "",
    place: Annotated[str, typer.Option("--where", metavar="WORDS", help="With say: where it was said.")] = "",
    member: Annotated[str, typer.Option("--as", metavar="MEMBER", help="Who decides; else the owner.")] = "",
    json: Json = False,
    data: Data = None,
) -> None:
    """Who sent whom, what came of it, the referral rate, and who would send somebody if asked."""
    opened("referrals", data).referrals(act, things or [], on=on, place=place, member=member, json=json)


def add_to(app: typer.Typer) -> None:
    """Give `app` these commands."""
    for command in (ties, cooling, referrals):
        app.command()(command)

"""The words of the commands that are about people, and their options; what they do lies in one module each."""

from typing import Annotated

import typer

from twoears.cli.options import Data, Json, opened


def strangers(
    act: Annotated[str, typer.Argument(metavar="[list|meet|leave|later|undo]", help="What to do.")] = "list",
    things: Annotated[
        list[str] | None, typer.Argument(help="A handle to decide about; for undo the number of a decision.")
    ] = None,
    need: Annotated[str, typer.Option(help="Only those who spoke of this code.")] = "",
    days: Annotated[int, typer.Option(min=1, max=3660, help="How far back.")] = 90,
    member: Annotated[str, typer.Option("--as", metavar="MEMBER", help="Who decides; else the owner.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many are shown.")] = 20,
    json: Json = False,
    data: Data = None,
) -> None:
    """Strangers who spoke of something that you may help with; meet them, leave them, or look again later."""
    ask = opened("meeting", data)
    ask.strangers(act, things or [], need=need, days=days, limit=limit, member=member, json=json)


def add_to(app: typer.Typer) -> None:
    """Give `app` these commands, in this order."""
    for command in (strangers,):
        app.command()(command)

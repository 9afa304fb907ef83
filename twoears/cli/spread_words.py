"""The words of the commands about who passes a message on, and their options; what they do lies in `spread`."""

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from twoears.cli.options import Data, Json, Quiet, opened

File = Annotated[str, typer.Argument(help="A table of ties: who speaks, who hears.")]
Share = Annotated[
    float, typer.Option(min=0, max=1, help="How likely whoever hears it passes it on, where nothing is learnt.")
]
Learn = Annotated[
    str, typer.Option(metavar="FILE", help="A table to learn it from: who speaks, who hears, posts heard, passed on.")
]
Seed = Annotated[int, typer.Option(min=0, help="Other dice for another number.")]


def cascade(
    file: Annotated[
        str, typer.Argument(metavar="POST|FILE", help="A post, by number, id or address; or a table of ties.")
    ],
    starts: Annotated[
        list[str] | None, typer.Option("--from", metavar="NAME", help="In a table: who starts it; may be repeated.")
    ] = None,
    share: Share = 0.1,
    learn: Learn = "",
    runs: Annotated[int, typer.Option(min=2, max=1_000_000, help="How often it is run.")] = 1000,
    seed: Seed = 0,
    json: Json = False,
    quiet: Quiet = False,
    data: Data = None,
) -> None:
    """How far a post went, by what was heard; or how many are expected to see a message, by a table of ties and who
    starts it."""
    if not starts:
        if Path(file).is_file():
            import_module("twoears.cli.saying").fail("A table needs --from: who starts the message.", 2)
        opened("travelling", data).travel(file, json=json)
        return
    ask = _ask()
    words = ask.Words(share=share, learn=learn, seed=seed, json=json, quiet=quiet)
    ask.run_cascade(file, starts, runs, words)


def messengers(
    file: File,
    few: Annotated[int, typer.Option("--k", min=1, max=10_000, help="How many to ask.")] = 5,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Who may be asked, else all; repeated, or file:PATH with one a line."),
    ] = None,
    audience: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Who it is for, else all; repeated, file:PATH with one a line, or query:NAME: who said what it finds.",
        ),
    ] = None,
    one_of_each: Annotated[
        str, typer.Option(metavar="FILE", help="A table of person and organisation: of each one is asked at most.")
    ] = "",
    share: Share = 0.1,
    learn: Learn = "",
    seed: Seed = 0,
    json: Json = False,
    quiet: Quiet = False,
    data: Data = None,
) -> None:
    """The few people to ask so that a message travels furthest, what each adds, and how good that choice surely is."""
    asks_a_query = any(name.startswith("query:") for name in audience or [])
    ask = opened("spread", data) if asks_a_query else _ask()
    words = ask.Words(share=share, learn=learn, seed=seed, json=json, quiet=quiet)
    ask.choose(file, few, only or [], audience or [], one_of_each, words)


def introduce(
    file: Annotated[str, typer.Argument(metavar="WHOM|FILE", help="Whom we want to know; or a table of ties.")] = "",
    ours: Annotated[
        list[str] | None, typer.Option("--from", metavar="NAME", help="In a table: one of us; may be repeated.")
    ] = None,
    theirs: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="NAME", help="In a table: whom we want to know; several are one organisation."),
    ] = None,
    never: Annotated[
        list[str] | None, typer.Option("--not", metavar="NAME", help="Who is never asked; repeated, or file:PATH.")
    ] = None,
    steps: Annotated[int, typer.Option(min=1, max=3, help="How long a chain may be.")] = 3,
    ways: Annotated[int, typer.Option(min=1, max=100, help="How many ways, none through the same people.")] = 5,
    leave_out: Annotated[str, typer.Option(metavar="WHO", help="Record that they are not asked, ever.")] = "",
    ask_again: Annotated[str, typer.Option(metavar="WHO", help="Record that they may be asked again.")] = "",
    member: Annotated[str, typer.Option("--as", metavar="MEMBER", help="Who decides that; else the owner.")] = "",
    json: Json = False,
    quiet: Quiet = False,
    data: Data = None,
) -> None:
    """Who can introduce us to a person or a company, by what was heard or by a table of ties, with the reasons of each
    link; exit 1 where nobody leads there."""
    if not (ours or theirs):
        here = opened("introducing", data)
        here.introduce(file, leave_out=leave_out, ask_again=ask_again, member=member, json=json)
        return
    if not (ours and theirs):
        import_module("twoears.cli.saying").fail("A table needs both: --from one of us, --to whom we want to know.", 2)
    ask = _ask()
    ask.introduce(file, ours or [], theirs or [], never or [], steps, ways, ask.Words(json=json, quiet=quiet))


def _ask() -> Any:
    return import_module("twoears.cli.spread")


def add_to(app: typer.Typer) -> None:
    """Give `app` these commands, in this order."""
    for command in (cascade, messengers, introduce):
        app.command()(command)

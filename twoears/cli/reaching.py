"""The words of `twoears reach`. What they do lies in `reach` and `headline`, loaded when they are called."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from twoears.cli.options import Data, Json, Quiet


def add_to(app: typer.Typer) -> None:
    """Add the command to the others."""
    app.command()(reach)


def reach(
    file: Annotated[
        Path | None, typer.Argument(help="Who hears whom: .csv, .tsv, .txt, .parquet, .graphml or .gexf.")
    ] = None,
    names: Annotated[
        list[str] | None, typer.Option("--from", metavar="NAME", help="Whose word; several count as one.")
    ] = None,
    steps: Annotated[int, typer.Option(min=1, max=254, help="How many steps.")] = 3,
    alone: Annotated[bool, typer.Option("--each", help="Each of those named alone.")] = False,
    everyone: Annotated[bool, typer.Option("--everyone", help="Who reaches most, estimated for everybody.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="With --everyone: how many.")] = 20,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Write it as .csv, .tsv, .parquet, .graphml or .gexf.")
    ] = None,
    means: Annotated[
        str, typer.Option("--as", metavar="speaks|follows|knows", help="What a line says of its first name.")
    ] = "speaks",
    followers_of: Annotated[
        str, typer.Option("--followers-of", metavar="NAME", help="The file lists who follows this account.")
    ] = "",
    demo_headline: Annotated[
        bool, typer.Option("--demo-headline", help="Ask a made-up network of 12.5 million people.")
    ] = False,
    people: Annotated[int | None, typer.Option(help="With --demo-headline: how many people instead.")] = None,
    json: Json = False,
    quiet: Quiet = False,
    data: Data = None,
) -> None:
    """How many people are one, two and three steps away, by a file of who hears whom."""
    if demo_headline == (file is not None):
        import_module("twoears.cli.saying").fail("Name a file of who hears whom, or ask for --demo-headline.", 2)
    if file is None:
        within = (data or import_module("twoears.lib.folder").data_folder()) / "made-up"
        import_module("twoears.cli.headline").headline(people=people, within=within, json=json, quiet=quiet)
        return
    look = import_module("twoears.cli.reach")
    asked = look.Asked(names or (), steps, alone, everyone, to, means, followers_of, limit)
    look.reach(file, asked, json=json, quiet=quiet)

"""The words of `twoears reach` and `twoears wanted`; what they do lies in one module each, loaded when it is called."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from twoears.cli.options import Data, Json, Quiet, opened


def add_to(app: typer.Typer) -> None:
    """Add the commands to the others."""
    app.command()(reach)
    app.command()(wanted)


def reach(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[import] [FILE]",
            help="Who hears whom: .csv, .tsv, .txt, .parquet, .graphml or .gexf. After import: recorded as facts.",
        ),
    ] = None,
    brought: Annotated[Path | None, typer.Argument(hidden=True, help="After import: the list.")] = None,
    names: Annotated[
        list[str] | None, typer.Option("--from", metavar="NAME", help="Whose word; several count as one.")
    ] = None,
    steps: Annotated[int, typer.Option(min=1, max=254, help="How many steps.")] = 3,
    alone: Annotated[bool, typer.Option("--each", help="Each of those named alone.")] = False,
    everyone: Annotated[bool, typer.Option("--everyone", help="Who reaches most, estimated for everybody.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="With --everyone: how many.")] = 20,
    error: Annotated[
        float | None,
        typer.Option(help="On Spark: how far the last step may be off, as 0.02; 0 counts it.", show_default=False),
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Write it as .csv, .tsv, .parquet, .graphml or .gexf.")
    ] = None,
    means: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="speaks|follows|knows",
            help="What a line says of its first name; else speaks.",
            show_default=False,
        ),
    ] = "",
    followers_of: Annotated[
        str, typer.Option("--followers-of", metavar="NAME", help="The file lists who follows this account.")
    ] = "",
    demo_headline: Annotated[
        bool, typer.Option("--demo-headline", help="Ask a made-up network of 12.5 million people.")
    ] = False,
    people: Annotated[int | None, typer.Option(help="With --demo-headline: how many people instead.")] = None,
    by: Annotated[
        str,
        typer.Option(
            help="Without a file: wanted, network, stage, language, place, organisation, need or query:NAME.",
            show_default=False,
        ),
    ] = "",
    days: Annotated[int, typer.Option(min=0, help="Without a file: how far back ties count; 0 for all.")] = 90,
    csv: Annotated[bool, typer.Option("--csv", help="Without a file: a table of audiences.")] = False,
    network: Annotated[str, typer.Option(help="With import: where the names are, such as x; not for addresses.")] = "",
    day: Annotated[str, typer.Option(metavar="DAY", help="With import: as of when, where the file does not say.")] = "",
    member: Annotated[str, typer.Option("--brought-by", metavar="MEMBER", help="With import; else the owner.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="With import: read, record nothing.")] = False,
    json: Json = False,
    quiet: Quiet = False,
    data: Data = None,
) -> None:
    """Who can hear you in one, two and three steps, by what was heard; or the same by a file of who hears whom."""
    if brought is not None:
        if str(file) != "import":
            import_module("twoears.cli.saying").fail("One file at a time; to record one: twoears reach import FILE", 2)
        opened("reach_import", data).bring(
            brought, network=network, means=means, followers_of=followers_of, day=day, by=member, dry=dry_run,
            json=json, quiet=quiet,
        )  # fmt: skip
        return
    if file is None and not demo_headline:
        here = opened("reach_here", data)
        if to is not None:
            here.write(to, days=days)
        else:
            here.reach(speaker=" ".join(names or ()), by=by, days=days, csv=csv, json=json)
        return
    if file is not None and demo_headline:
        import_module("twoears.cli.saying").fail("Name a file of who hears whom, or ask for --demo-headline.", 2)
    if file is None:
        within = (data or import_module("twoears.lib.folder").data_folder()) / "made-up"
        import_module("twoears.cli.headline").headline(people=people, within=within, json=json, quiet=quiet)
        return
    look = import_module("twoears.cli.reach")
    asked = look.Asked(names or (), steps, alone, everyone, to, means or "speaks", followers_of, limit, error)
    look.reach(file, asked, json=json, quiet=quiet)


def wanted(
    act: Annotated[str, typer.Argument(help="list, add, remove or bring-back.")] = "list",
    thing: Annotated[str, typer.Argument(help="add: a file, - is a pipe; else the number of a list.")] = "",
    name: Annotated[str, typer.Option(help="What they are together, where the file does not say.")] = "",
    member: Annotated[str, typer.Option("--as", metavar="MEMBER", help="Who says so; else the owner.")] = "",
    as_before: Annotated[str, typer.Option("--member", hidden=True, help="The same as --as, as it was called.")] = "",
    json: Json = False,
    data: Data = None,
) -> None:
    """Whom you want to reach: companies, domains and handles, by lists."""
    opened("wanted", data).wanted(act, thing, name=name, member=member or as_before, json=json)

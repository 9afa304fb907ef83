"""The words of the commands that are about meaning, and their options; what they do lies in one module each."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from twoears.cli.options import Data, Json, MapOption, Quiet, data_of_environment, opened


def understand(
    file: Annotated[str, typer.Argument(help="Texts, one a line; a table; any file that we listen to; or -.")],
    columns: MapOption = None,
    json: Json = False,
    quiet: Quiet = False,
    data: Data = None,
) -> None:
    """What each reader makes of a text: a label, how sure it is, and the words that decided it."""
    read = opened("listen", data).columns_of(columns or [])
    opened("understand", data).understand(file, columns=read, json=json, quiet=quiet)


def fit(
    draft: Annotated[str, typer.Argument(help="A file with the draft; - is a pipe.")],
    view: Annotated[str, typer.Option(help="For whom, by a view of People.")] = "everyone",
    label: Annotated[str, typer.Option(help="Only what reads as this, such as question.")] = "",
    json: Json = False,
    data: Data = None,
) -> None:
    """A draft beside the words, the language and the questions of those it is meant for."""
    opened("fit", data).fit(draft, view=view, label=label, json=json)


def voices(
    file: Annotated[Path, typer.Argument(help="Votes: participant,statement,vote; or participants-votes.csv.")],
    organisations: Annotated[
        Path | None, typer.Option("--organisations", metavar="FILE", help="A table of person,organisation.")
    ] = None,
    json: Json = False,
) -> None:
    """The range of opinions in votes on statements: groups, what bridges them, and dissent worth hearing."""
    import_module("twoears.cli.opinions").voices(file, organisations=organisations, json=json)


def evaluate(
    reader: Annotated[str, typer.Argument(help="One reader; all of them where none is named.")] = "",
    town: Annotated[int, typer.Option(metavar="PEOPLE", help="On a town of so many, whose truth is known.")] = 0,
    json: Json = False,
    quiet: Quiet = False,
    data: Annotated[
        Path | None, typer.Option("--data", help="The data folder; or one of public sets, to take the figures again.")
    ] = None,
) -> None:
    """How good the readers are: as shipped, on public sets, on a town, and where members looked."""
    # Public sets lie in folders of their own below one; a data folder of ours never has such a folder.
    sets = data if data and (data / "understand").is_dir() else None
    own = data_of_environment() if sets else data or data_of_environment()
    opened("evaluate", own).evaluate(reader, folder=sets, town=town, json=json, quiet=quiet)


def teach(
    post: Annotated[str, typer.Argument(help="The id or address of a post; c_… for their last one there.")] = "",
    reader: Annotated[str, typer.Argument(help="Which reader.")] = "",
    label: Annotated[str, typer.Argument(help="What it should say; its label as it is says that it was right.")] = "",
    take_back: Annotated[int, typer.Option(metavar="NUMBER", help="Take one back.")] = 0,
    json: Json = False,
    data: Data = None,
) -> None:
    """Say what a label should be; it wins at once. Without a post: what was taught, and how the readers fare."""
    opened("teach", data).teach(post, reader, label, take_back=take_back, json=json)


def add_to(app: typer.Typer) -> None:
    """Give `app` these commands, in this order."""
    for command in (understand, teach, evaluate, fit, voices):
        app.command()(command)

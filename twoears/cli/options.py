"""Options that several commands have, and how they are read. Nothing heavy is imported here."""

import os
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer


def day(text: str) -> datetime:
    """A day, or a moment of it, as people type it."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day. Write it like 2026-03-01, or 2026-03-01T09:00.") from error


def day_option(*names: str, help: str) -> Any:
    """An option that takes a day, named by its parameter where `names` do not."""
    return typer.Option(*names, parser=day, metavar="DAY", help=help)


Data = Annotated[Path | None, typer.Option("--data", envvar="TWOEARS_DATA", help="The data folder.", show_envvar=True)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no hints.")]
Port = Annotated[int, typer.Option(help="The port to serve on.")]
MapOption = Annotated[list[str] | None, typer.Option("--map", help="A column's meaning, as COLUMN=FIELD.")]
SetOption = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Something that the source asks for.")
]
SecretOption = Annotated[
    list[str] | None,
    typer.Option(
        "--secret", metavar="NAME", help="A password or token: asked for, or NAME=@FILE, NAME=@- or NAME=env:WORD."
    ),
]


class Format(StrEnum):
    """What `export` can write."""

    copy = "copy"
    jsonl = "jsonl"
    as2 = "as2"
    csv = "csv"
    parquet = "parquet"


def data_of_environment() -> Path | None:
    """The data folder that the environment names."""
    named = os.environ.get("TWOEARS_DATA")
    return Path(named) if named else None


def opened(command: str, data: Path | None) -> Any:
    """Open the house, then load the module of a command: models cannot be imported before."""
    import_module("twoears.house").open_house(data)
    return import_module(f"twoears.cli.{command}")

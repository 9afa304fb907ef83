"""What a source asks for, taken from the words of a command, a file, the environment or the terminal."""

import os
import sys
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path

from twoears.cli.saying import fail
from twoears.sources.reading import Field


def given(fields: Sequence[Field], sets: Sequence[str], secrets: Sequence[str]) -> dict[str, str]:
    """The values by the names of their fields. Secrets are never taken from the words of a command: those are logged.

    `sets` are NAME=VALUE. `secrets` are NAME (asked without echo), NAME=@FILE, NAME=@- (standard input), NAME=env:WORD.
    """
    hidden = {field.name: field for field in fields if field.secret}
    found: dict[str, str] = {}
    for pair in sets:
        name, equals, value = pair.partition("=")
        if not equals:
            fail(f"{pair!r} sets nothing. Write it as NAME=VALUE.", 2)
        if name in hidden:
            fail(f"{name} is a secret, and a command line is kept by the shell. Write --secret {name}.", 2)
        found[name] = value
    for pair in secrets:
        name, _, where = pair.partition("=")
        label = hidden[name].label if name in hidden else name
        found[name] = _secret(name, label, where)
    return found


def ask_for_the_rest(fields: Sequence[Field], found: dict[str, str]) -> dict[str, str]:
    """Ask on the terminal for what is required and was not given; without a terminal nothing is asked."""
    if not sys.stdin.isatty():
        return found
    for field in fields:
        if field.required and not found.get(field.name):
            words = f"{field.label} ({field.help.rstrip('.')}): " if field.help else f"{field.label}: "
            found[field.name] = getpass(words) if field.secret else input(words)
    return found


def _secret(name: str, label: str, where: str) -> str:
    if not where:
        if not sys.stdin.isatty():
            fail(f"Nobody is here to be asked for {label}. Write --secret {name}=@FILE or --secret {name}=env:WORD.", 2)
        return getpass(f"{label}: ")
    if where == "@-":
        return sys.stdin.read().strip()
    if where.startswith("@"):
        return _of_file(Path(where[1:]))
    if not where.startswith("env:"):
        fail(f"A secret does not belong in a command, which the shell keeps. Write --secret {name}, to be asked.", 2)
    return os.environ.get(where[4:]) or fail(f"The environment has nothing under {where[4:]}.", 2)


def _of_file(path: Path) -> str:
    try:
        return path.expanduser().read_text("utf8").strip()
    except (OSError, UnicodeDecodeError) as error:
        return fail(f"{path} cannot be read: {getattr(error, 'strerror', '') or error}.", 2)

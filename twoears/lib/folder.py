"""The data folder: everything that the product keeps on this machine is below it."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from platformdirs import user_data_path


def named_folder() -> Path:
    """`TWOEARS_DATA`, else the user's data folder, whether it is there or not."""
    named = os.environ.get("TWOEARS_DATA", "")
    return Path(named).expanduser().resolve() if named else user_data_path("twoears")


def data_folder() -> Path:
    """The named folder; made when missing, for its owner only."""
    folder = named_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret_key(folder: Path) -> str:
    """The key that signs cookies: from `TWOEARS_SECRET_KEY`, else a file of this folder that is made once."""
    if given := os.environ.get("TWOEARS_SECRET_KEY", ""):
        return given
    file = folder / "secret_key"
    if not file.exists():
        _make_once(file, secrets.token_urlsafe(50))
    return file.read_text(encoding="ascii")


def _make_once(file: Path, words: str) -> None:
    # Two processes may start at once: the file appears whole or not at all, and the first one wins.
    descriptor, name = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(words)
    with contextlib.suppress(FileExistsError):
        os.link(name, file)
    os.unlink(name)

"""Trouble with the machine in words: what happened, why, and what to do now."""

import errno
from pathlib import Path
from typing import Final, NoReturn

from twoears.cli.saying import print_json, say
from twoears.lib.folder import named_folder

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLOSED: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_NO_FOLDER: Final = frozenset({errno.EEXIST, errno.ENOTDIR})
# What SQLite and PostgreSQL say, as far as a member can do something about it.
_SAID: Final = {
    "disk is full": "full",
    "no space left": "full",
    "disk i/o error": "failing",
    "unable to open database file": "closed",
    "readonly database": "closed",
    "database is locked": "busy",
    "malformed": "damaged",
    "not a database": "damaged",
}
_WORDS: Final = {
    "full": "The disk is full. What was recorded in {folder} before is kept. Make room, then run the same command "
    "again: it goes on where this one stopped.",
    "failing": "The disk of {folder} does not take what is written: it is full, limited or broken. What was recorded "
    "before is kept. Look with: twoears doctor",
    "no folder": "{folder} is no folder, or lies below a file. Name another one with --data.",
    "closed": "Nothing can be written in {folder}. Give yourself the right to write there, or name another folder "
    "with --data.",
    "busy": "Another process has been writing in {folder} for half a minute. Let it finish, then try again.",
    "damaged": "The database in {folder} is damaged ({error}). Put back a copy of the folder, or name a new one with "
    "--data and listen again.",
    "database": "The database does not do what it should ({error}). Look with: twoears doctor",
    "ours": "One of our own steps stumbled over what was heard ({error}). Nothing is lost. Look with: twoears doctor, "
    "and tell the developers.",
}


def in_words(error: BaseException) -> str:
    """A sentence or two for an error of the system, of the database or of one of our own steps.

    >>> in_words(OSError(errno.ENOSPC, "No space left on device"))[:18]
    'The disk is full. '
    >>> in_words(FileNotFoundError(errno.ENOENT, "No such file or directory", "a.zip"))
    'a.zip: No such file or directory.'
    >>> import sqlite3
    >>> in_words(sqlite3.OperationalError("no such table: a"))[:41]
    'The database does not do what it should ('
    """
    kind = _kind(error)
    if not kind:
        return f"{getattr(error, 'filename', None) or named_folder()}: {getattr(error, 'strerror', None) or error}."
    told = (str(error).strip() or type(error).__name__).split("\n")[0]
    return _WORDS[kind].format(folder=named_folder(), error=f"{type(error).__name__}: {told}")


def no_house(error: BaseException, *, json: bool) -> NoReturn:
    """What `doctor` finds where not even the tables can be opened."""
    words = in_words(error)
    if json:
        print_json([{"what": "Data folder", "well": False, "words": words, "advice": ""}])
    else:
        say(f"✗ Data folder: {words}", "red")
    raise SystemExit(4)


def _kind(error: BaseException) -> str:
    """A key of _WORDS, or nothing for an error of the system about a file that is not ours."""
    if isinstance(error, OSError):
        if error.errno in _FULL:
            return "full"
        if error.filename is None or not Path(str(error.filename)).is_relative_to(named_folder()):
            return ""
        return "closed" if error.errno in _CLOSED else "no folder" if error.errno in _NO_FOLDER else ""
    said = str(error).lower()
    known = next((kind for words, kind in _SAID.items() if words in said), "")
    # Django wraps the error of the driver; either may arrive here.
    driver = type(error).__module__.split(".")[0] in ("django", "sqlite3", "psycopg")
    return known or ("database" if driver else "ours")

"""Every source there is: found by its folder, so that a new one changes nothing else."""

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from twoears.sources.reading import CannotRead, Source, Thing, Unrecognised


@cache
def sources() -> dict[str, Source]:
    """kind -> source, in the order of their names.

    >>> "activitystreams" in sources()
    True
    """
    here = Path(__file__).parent
    names = [found.name for found in iter_modules([str(here)]) if (here / found.name / "read.py").is_file()]
    found = [import_module(f"twoears.sources.{name}.read").SOURCE for name in names]
    return {source.kind: source for source in found}


def thing(text: str) -> Thing:
    """What was typed or dropped, with its file where it names one.

    >>> thing("@ann@norrvik.example").path is None
    True
    """
    path = _path(text)
    return Thing(text=text, path=path if path and _exists(path) else None)


def elsewhere(text: str, kind: str = "") -> str:
    """`text`, unless it names a file of this machine; raises CannotRead. For doors that others can reach.

    It is recognised without its file first, so that the answer does not tell whether there is one. Nor may it name a
    file that is still to come: whatever kind is said, the words must be such as its source listens to.
    """
    source = recognise(Thing(text=text), kind)
    if source.fits(Thing(text=text)) <= 0:
        raise CannotRead(
            f"{text} is nothing that {source.title} listens to. Write the whole address or handle, drop the file on "
            "the start page, or read it where it is with `twoears listen FILE`."
        )
    if thing(text).path is not None:
        raise CannotRead(
            f"{text} is also a file on the machine that runs this. Write the whole address, drop the file on the start "
            "page, or read it there with `twoears listen FILE`."
        )
    return text


def recognise(given: Thing, kind: str = "") -> Source:
    """The source that reads `given` best, or the one that was named.

    >>> recognise(thing("what is this?"))
    Traceback (most recent call last):
    twoears.sources.reading.Unrecognised: We do not know what what is this? is. ...
    """
    known = sources()
    _must_be_words(given.text)
    if kind:
        if kind not in known:
            raise CannotRead(f"There is no source {kind!r}. There are: {', '.join(known)}.")
        return known[kind]
    try:
        fit, best = surest(given)
    except OSError as error:
        raise CannotRead(f"{given.text} cannot be read: {error.strerror or error}.") from error
    if fit <= 0:
        raise Unrecognised(f"We do not know what {given.text} is{_seen(given.path)}. {_instead(given.path)}")
    return best


def surest(given: Thing) -> tuple[float, Source]:
    """The source that fits best and how surely, which may be not at all."""
    return max(((source.fits(given), source) for source in sources().values()), key=lambda pair: pair[0])


def owners(kind: str, given: Thing) -> tuple[str, ...]:
    """Whose export or mailbox a thing is, where its source can tell: our own handles, named by the file itself."""
    owner = getattr(import_module(f"twoears.sources.{kind}.read"), "owner", None)
    return tuple(owner(given)) if owner else ()


def _must_be_words(text: str) -> None:
    """Python keeps the bytes of a name that is not UTF-8 as halves of surrogate pairs, which no table can hold."""
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        shown = text.encode("utf8", "backslashreplace").decode()
        raise CannotRead(f"The name {shown} is not written in UTF-8. Rename the file and read it again.")


def _seen(path: Path | None) -> str:
    """What can be said of a thing that no source knows, as the end of a sentence."""
    if path is None:
        return ""
    if path.is_dir():
        return ": a folder in which we know nothing"
    if not path.is_file():
        return ": neither a file nor a folder"
    return "" if path.stat().st_size else ": the file is empty"


def _instead(path: Path | None) -> str:
    """What to give in place of a thing that no source knows."""
    if path is None or not path.exists():
        return "Give a file, a folder, a feed address or a handle."
    return (
        "We read mail (.eml, mbox), tables of who said what and when (.csv, .xlsx, .jsonl, .parquet), feeds, saved "
        "pages, and exports of networks, as a zip or a folder. Give it as one of these."
    )


def _path(text: str) -> Path | None:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # ~somebody who has no account here
        return None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long for a file, or with a NUL in it, is a name and no error
        return False

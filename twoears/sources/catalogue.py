"""Every source there is: found by its folder, so that a new one changes nothing else."""

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from twoears.sources.reading import CannotRead, Source, Thing


@cache
def sources() -> dict[str, Source]:
    """kind -> source, in the order of their names.

    >>> "activitystreams" in sources()
    True
    """
    here = str(Path(__file__).parent)
    found = [import_module(f"twoears.sources.{m.name}.read").SOURCE for m in iter_modules([here]) if m.ispkg]
    return {source.kind: source for source in found}


def thing(text: str) -> Thing:
    """What was typed or dropped, with its file where it names one.

    >>> thing("@ann@norrvik.example").path is None
    True
    """
    path = Path(text).expanduser()
    return Thing(text=text, path=path if _exists(path) else None)


def recognise(given: Thing, kind: str = "") -> Source:
    """The source that reads `given` best, or the one that was named.

    >>> recognise(thing("what is this?"))
    Traceback (most recent call last):
    twoears.sources.reading.CannotRead: We do not know what what is this? is. ...
    """
    known = sources()
    if kind:
        if kind not in known:
            raise CannotRead(f"There is no source {kind!r}. There are: {', '.join(known)}.")
        return known[kind]
    fit, best = max(((source.fits(given), source) for source in known.values()), key=lambda pair: pair[0])
    if fit <= 0:
        raise CannotRead(
            f"We do not know what {given.text} is. Give a file, a folder, a feed address or a handle, "
            f"or say what it is with --as KIND ({', '.join(known)})."
        )
    return best


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long for a file is a name, not an error
        return False

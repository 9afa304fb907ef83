"""What was dropped or chosen together: whether it is one export, and who reads each of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from django.conf import settings

from twoears.sources.actions import listen_later, may_add
from twoears.sources.catalogue import sources, surest, thing
from twoears.sources.reading import CannotRead
from twoears.sources.uploads import keeping
from twoears.team.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an upload was taken for; or why nobody can read it."""

    name: str
    heard: str = ""
    problem: str = ""


def keep_upload(*, member: Member, name: str, chunks: Iterable[bytes], within: str = "") -> Path:
    """Store an upload in the data folder; what shares the word `within` comes together. Raises TooMuch and MayNot."""
    may_add(member)
    return keeping.keep(_folder(), name, chunks, most=settings.MAX_UPLOAD, within=within)


def listen_together(*, member: Member, within: str, as_one: bool = False) -> tuple[Taken, ...]:
    """Put what came together in line: as one where it is one export or `as_one` says so, else each file by itself.

    What nobody can read is not kept. Raises FileNotFoundError where nothing came.
    """
    may_add(member)
    folder = keeping.together(_folder(), within)
    each = [folder] if as_one or _is_one(folder) else sorted(path for path in folder.iterdir() if path.is_file())
    return tuple(_taken(member, path) for path in each)


def _is_one(folder: Path) -> bool:
    fit, source = surest(thing(str(folder)))
    return fit > 0 and (source.kind != "files" or any(path.is_dir() for path in folder.iterdir()))


def _taken(member: Member, path: Path) -> Taken:
    try:
        (made,) = listen_later(member=member, texts=[str(path)])
    except CannotRead as error:
        rmtree(path) if path.is_dir() else path.unlink()
        return Taken(name=path.name, problem=str(error).replace(str(path), path.name))
    return Taken(name=path.name, heard=sources()[made.kind].title)


def _folder() -> Path:
    return Path(settings.DATA) / "uploads"

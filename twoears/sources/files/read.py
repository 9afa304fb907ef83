"""Read a folder: each file by the source that knows it, exports and mailboxes as one; the rest is set aside."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Final

from twoears.activities.values import Activity
from twoears.lib.counts import counted
from twoears.lib.html import clean
from twoears.lib.http import NoAnswer
from twoears.sources.catalogue import sources, surest
from twoears.sources.files.kept import Kept, Room, packed, unpacked
from twoears.sources.files.parts import (
    KIND,
    STUMBLES,
    Alone,
    Refused,
    Together,
    given,
    is_mixed,
    parts,
    readable,
    spelled_out,
    sureness,
    whose_is,
)
from twoears.sources.files.walk import stamp, walked
from twoears.sources.packed import since
from twoears.sources.reading import Another, Asked, CannotRead, Heard, SetAside, Source, Thing, silent

_ALMOST_NOTHING: Final = 0.05
_LONGEST: Final = 600  # letters of a reason
_NAMED: Final = 5  # of the files of an export that nobody reads
_UNKNOWN = "No source knows what it is."
_SAY = "Leave it out, or say what it is: twoears listen FILE --as KIND."


def fits(thing: Thing) -> float:
    """Any folder with a file in it, but least of all; surely one of which other sources would read a part only."""
    if thing.raw is not None or thing.path is None or not thing.path.is_dir():
        return 0.0
    folder = walked(thing.path)
    return _sureness(thing.path, stamp(folder)) if next(folder.all(), None) is not None else 0.0


@lru_cache(maxsize=8)
def _sureness(path: Path, unchanged: bytes) -> float:
    # A command asks some five times what it is given, and to look into each file takes its time.
    return 1.0 if is_mixed(walked(path)) else _ALMOST_NOTHING


def owner(thing: Thing) -> tuple[str, ...]:
    """Whose exports lie in the folder."""
    if thing.path is None or not thing.path.is_dir():
        return ()
    found = [part for part in parts(walked(thing.path)) if isinstance(part, Together)]
    return tuple(dict.fromkeys(name for part in found for name in whose_is(part.source, part.path)))


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield what all files tell, in the order of their names; each that cannot be read is set aside."""
    how = replace(asked, cursor={}, options={}, secrets={})
    yield from since(_again(thing, how) if thing.raw is not None else _folder(thing, how), asked)


def _folder(thing: Thing, how: Asked) -> Iterator[Heard]:
    if thing.path is None or not thing.path.is_dir():
        raise CannotRead(f"{thing.text} is not a folder. Give the folder itself, or a file without --as {KIND}.")
    reading = _Reading(thing.path, how)
    for part in parts(walked(thing.path)):
        if isinstance(part, Together):
            yield from reading.together(part)
        elif isinstance(part, Alone):
            yield from reading.alone(part.path)
        else:
            yield reading.refused(part)


@dataclass(slots=True)
class _Reading:
    root: Path
    how: Asked
    room: Room = field(default_factory=Room)

    def together(self, part: Together) -> Iterator[Heard]:
        """An export. One that cannot be read as one is read file by file, so that each says what it lacks."""
        found = _heard(part.source, given(part.path), self.how)
        first = next(found)
        if isinstance(first, _Failed) and part.files:
            for path in part.files:
                yield from self.alone(path)
        else:
            for one in chain((first,), found):
                yield self._said(one, part.source, part.path)
        yield from self._left(part)

    def alone(self, path: Path) -> Iterator[Heard]:
        """One file."""
        try:
            if not path.stat().st_size:
                yield SetAside(name=self._name(path), reason="The file is empty.", advice="Leave it out.")
                return
            _, source = sureness(path)
        except OSError as error:
            yield self._aside(path, f"It cannot be read: {error.strerror or error}.", "See that you may read it.")
            return
        except STUMBLES as error:
            yield self._aside(path, f"It cannot be told what it is ({type(error).__name__}).", _SAY)
            return
        if source is None:
            yield self._aside(path, _UNKNOWN, f"{_SAY} A later version may know it: try again then.")
            return
        for one in _heard(source, given(path), self.how):
            yield self._said(one, source, path)

    def refused(self, one: Refused) -> SetAside:
        return SetAside(name=self._name(one.path), reason=one.why, advice="Give it by itself, or leave it out.")

    def _left(self, part: Together) -> Iterator[SetAside]:
        """What lies in an export and is not read with it: what might be something else by name, the rest by number."""
        unknown = []
        for path in part.left:
            if not readable(path):
                unknown.append(self._name(path))
                continue
            yield self._aside(path, f"It lies in what is read as {part.source.title}, which does not read it.",
                              "If it is something else, read it by itself: twoears listen FILE.")  # fmt: skip
        if unknown:
            names = ", ".join(unknown[:_NAMED]) + (", …" if len(unknown) > _NAMED else "")
            files = f"{counted(len(unknown), 'file')} in it {'is' if len(unknown) == 1 else 'are'}"
            yield SetAside(name=self._name(part.path), reason=f"{files} no part of {part.source.title}: {names}.",
                           advice="There is nothing to do, unless they belong elsewhere.")  # fmt: skip

    def _said(self, one: "Heard | _Failed", source: Source, path: Path) -> Heard:
        if isinstance(one, _Failed):
            return self._aside(path, one.why, one.advice)
        return self._inside(one, source, path) if isinstance(one, SetAside) else one

    def _inside(self, aside: SetAside, source: Source, path: Path) -> SetAside:
        """A record, under the name of its file and behind it that which its reader gave it."""
        inner = clean(spelled_out(aside.name))
        inner = "" if inner in (path.name, f"{source.kind}.json") else inner
        here = "" if inner and path == self.root else self._name(path)
        raw = packed(Kept(kind=source.kind, name=aside.name, raw=aside.raw))
        return replace(aside, name="/".join(filter(None, (here, inner))), raw=raw)

    def _aside(self, path: Path, reason: str, advice: str) -> SetAside:
        raw = self.room.of(path) if path.is_file() else b""
        return SetAside(name=self._name(path), reason=_short(clean(reason)), advice=advice, raw=raw)

    def _name(self, path: Path) -> str:
        return spelled_out(path.relative_to(self.root).as_posix() if path != self.root else self.root.name)


@dataclass(frozen=True, slots=True)
class _Failed:
    """That a reader gave up or found nothing, why, and what to do now."""

    why: str
    advice: str


def _heard(source: Source, thing: Thing, how: Asked) -> Iterator[Heard | _Failed]:
    """What a reader says, at least one thing. Totals are of one file, and no file has a place to go on from."""
    some = False
    try:
        for one in source.read(thing, how):
            if isinstance(one, Activity | SetAside | Another):
                some = True
                yield one
    except (CannotRead, NoAnswer) as error:
        yield _failed(_without_name(str(error), thing), source, late=some)
    except OSError as error:
        yield _failed(f"It cannot be read: {error.strerror or error}.", source, late=some)
    except STUMBLES as error:
        yield _failed(f"{source.title} stumbles over it ({type(error).__name__}).", source, late=some)
    else:
        if not some:
            told = silent(thing.name, source)
            yield _Failed(told.reason, told.advice)


def _failed(why: str, source: Source, *, late: bool) -> _Failed:
    advice = f"It was taken for {source.title}. Mend it, or {_SAY[0].lower()}{_SAY[1:]}"
    return _Failed(f"What follows cannot be read. {why}" if late else why, advice)


def _without_name(why: str, thing: Thing) -> str:
    """The name of the file stands beside the reason, and where it lies on this machine is nobody's business."""
    for name in (thing.text, thing.name):
        why = why.removeprefix(f"{name}: ")
        why = f"It{why[len(name) :]}" if why.startswith(f"{name} ") else why
    return why.replace(thing.text, "It")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _again(thing: Thing, how: Asked) -> Iterator[Heard]:
    """A record by the reader that set it aside; a file as it lies there now, else as it was kept."""
    kept = unpacked(thing.raw or b"")
    if kept.kind in sources():
        yield from sources()[kept.kind].read(Thing(text=kept.name, raw=kept.raw), how)
        return
    path = _place(how.text, thing.text)
    if path is None and not kept.whole:
        raise CannotRead(f"{thing.text} is not there any more, and only its beginning was kept. Give it again.")
    file = given(path) if path is not None else Thing(text=f"./{thing.text}", raw=kept.raw)
    fit, source = surest(file)
    found = _heard(source, file, how) if fit > 0 else iter((_Failed(_UNKNOWN, _SAY),))
    for one in found:
        yield SetAside(name=thing.text, reason=one.why, advice=one.advice) if isinstance(one, _Failed) else one


def _place(folder: str, name: str) -> Path | None:
    """Where a file lies that was set aside, if it is still in its folder."""
    with suppress(OSError, ValueError, RuntimeError):
        root = Path(folder).resolve(strict=True)
        path = (root / name).resolve(strict=True)
        return path if folder and path.is_file() and path.is_relative_to(root) else None
    return None


SOURCE = Source(
    kind=KIND,
    title="A folder of files of any kind",
    mark="files",
    sees="Every file in it, each read by the source that knows it; an export or a mailbox in it is read as one.",
    blind="Hidden files, what links lead to elsewhere, and what no source knows: that is set aside.",
    fits=fits,
    read=read,
)

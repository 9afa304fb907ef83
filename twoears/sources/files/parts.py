"""Which source reads what of a folder: an export or a mailbox as one, every other file alone.

Exports are known by some of their files. So a source that knows a folder is not taken at its word: the folder is its as
a whole only where no other one surely knows a file in it, where it is not several exports beside each other, and not
one export in a folder within beside what nobody knows. A file in it that another one could read is left by the export
and not heard, as it may be a list of its own that it does not read; but it is named, which only a folder of files can.
"""

import csv
import struct
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final
from xml.parsers.expat import ExpatError

from twoears.sources.catalogue import owners, sources, surest
from twoears.sources.files.walk import Folder
from twoears.sources.reading import CannotRead, Source, Thing

# What a reader raises where something is in a file that nobody foresaw: that file is named, and the others are read.
STUMBLES: Final = (
    ArithmeticError, AssertionError, AttributeError, csv.Error, EOFError, ExpatError, LookupError, NotImplementedError,
    RecursionError, struct.error, tarfile.TarError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
KIND: Final = "files"
_SURE: Final = 0.6  # above it a source knows the format of a file; below it may only be able to read it
_READABLE: Final = 0.3  # below it a source would at best make words of a file that are none
_WHOLE: Final = 0.5  # below it a source knows some of the files and not the folder
_LOOKED_AT: Final = 10  # files of one ending in one folder, to tell whether something else lies in an export
_NO_WORDS: Final = frozenset({
    ".avi", ".bmp", ".gif", ".heic", ".ico", ".jpeg", ".jpg", ".m4a", ".mkv", ".mov", ".mp3", ".mp4", ".ogg", ".otf",
    ".pdf", ".png", ".svg", ".tif", ".tiff", ".ttf", ".wav", ".webm", ".webp", ".woff", ".woff2",
})  # fmt: skip
# What an export is shown with: pages, scripts and styles. Whoever surely knows one of them reads it all the same.
_SHOWN_WITH: Final = _NO_WORDS | {".css", ".htm", ".html", ".js", ".map"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Files that one source reads as one, from the folder at `path`; `left` are the others of a folder that is its."""

    source: Source
    path: Path
    files: tuple[Path, ...]
    left: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Alone:
    """A file that is read by itself."""

    path: Path


@dataclass(frozen=True, slots=True)
class Refused:
    """A place that is not looked at, and why."""

    path: Path
    why: str


def given(path: Path) -> Thing:
    """What stands at `path`, as readers take it; a name that is no text is spelled out."""
    return Thing(text=spelled_out(str(path)), path=path)


def spelled_out(text: str) -> str:
    """Python keeps the bytes of a name that is not UTF-8 as halves of surrogate pairs, which no table can hold."""
    return text.encode("utf8", "backslashreplace").decode().replace("\x00", "")


def sureness(path: Path) -> tuple[float, Source | None]:
    """The source that knows a file best, and how surely; none where it can be nothing that was said."""
    if path.suffix.lower() in _NO_WORDS:
        return 0.0, None
    fit, source = surest(given(path))
    return (fit, source) if fit > 0 else (0.0, None)


def is_mixed(folder: Folder) -> bool:
    """Whether there are sources that know something in a folder, but none that knows all that can be read in it."""
    look = _Look()
    if not look.claims(folder):
        return False
    source = look.whole(folder)
    return source is None or any(_might_be_heard(path, source) for path in _others(source, folder))


def parts(folder: Folder) -> Iterator[Together | Alone | Refused]:
    """All of a folder, each file once."""
    yield from _Look().parts(folder, frozenset())


@dataclass(slots=True)
class _Look:
    """One look at a folder. To ask a source about a folder is slow, so the answers are kept."""

    known: dict[tuple[str, Path], float] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def fit(self, source: Source, folder: Folder) -> float:
        """How surely a source reads some of the folder as one; not at all where it knows nothing around it."""
        key = (source.kind, folder.path)
        if key not in self.known:
            around = self.known.get((source.kind, folder.path.parent), 1.0)
            self.known[key] = _fit(source, folder.path) if around > 0 else 0.0
        return self.known[key]

    def claims(self, folder: Folder) -> list[tuple[float, Source]]:
        """The sources that read some of the folder as one, the surest first."""
        able = [one for one in sources().values() if one.kind != KIND and one.kind not in self.done]
        fits = [(self.fit(source, folder), source) for source in able]
        return sorted((one for one in fits if one[0] > 0), key=lambda one: -one[0])

    def whole(self, folder: Folder) -> Source | None:
        fit, source = next(iter(self.claims(folder)), (0.0, None))
        if source is None or fit < _WHOLE or self._lies_within(source, folder) or self._are_several(source, folder):
            return None
        return None if any(_is_of_another(source, path) for path in _others(source, folder)) else source

    def parts(self, folder: Folder, taken: frozenset[Path]) -> Iterator[Together | Alone | Refused]:
        source = self.whole(folder)
        if source is not None:
            yield _together(source, folder, taken)
            return
        here = set[str]()
        for source in list(self._at_once(folder)):
            found = _together(source, folder, taken)
            yield Together(source=source, path=folder.path, files=found.files)
            taken |= frozenset(found.files)
            here.add(source.kind)
        self.done |= here
        yield from (Refused(*one) for one in folder.refused)
        yield from (Alone(path) for path in folder.files if path not in taken)
        for inside in folder.folders:
            yield from self.parts(inside, taken)
        self.done -= here

    def _at_once(self, folder: Folder) -> Iterator[Source]:
        """The sources of which an export lies just here, among other things, and not in one folder within."""
        for _, source in self.claims(folder):
            direct = any(_is_part(source, path) for path in folder.files)
            within = self._holding(source, folder)
            if (direct and not within) or (direct + len(within) > 1 and not self._are_several(source, folder)):
                yield source

    def _holding(self, source: Source, folder: Folder) -> list[Folder]:
        return [inside for inside in folder.folders if self.fit(source, inside) > 0]

    def _lies_within(self, source: Source, folder: Folder) -> bool:
        """Whether the export is one of the folders within, and something else lies beside it."""
        within = self._holding(source, folder)
        if len(within) != 1 or any(_is_part(source, path) for path in folder.files):
            return False
        beside = replace(folder, folders=tuple(inside for inside in folder.folders if inside is not within[0]))
        return any(path.suffix.lower() not in _SHOWN_WITH for path in beside.all())

    def _are_several(self, source: Source, folder: Folder) -> bool:
        within = self._holding(source, folder)
        whose = {whose_is(source, inside.path) for inside in within} if len(within) > 1 else set()
        return len(whose - {()}) > 1


def _together(source: Source, folder: Folder, taken: frozenset[Path]) -> Together:
    mine, others = list[Path](), list[Path]()
    for path in folder.all():
        if path not in taken:
            (mine if _is_part(source, path) else others).append(path)
    return Together(source=source, path=folder.path, files=tuple(mine), left=tuple(others))


def whose_is(source: Source, path: Path) -> tuple[str, ...]:
    """Whose export lies at `path`, where it can be told."""
    try:
        return owners(source.kind, given(path))
    except (CannotRead, OSError, *STUMBLES):
        return ()


def readable(path: Path) -> bool:
    """Whether any source could make something of a file."""
    try:
        return sureness(path)[0] >= _READABLE
    except (OSError, *STUMBLES):
        return False


def _might_be_heard(path: Path, whole: Source) -> bool:
    """Whether another source than that of the folder could make something of a file: what is of its own kind, and not
    of its parts, it leaves out on purpose."""
    if path.suffix.lower() in _SHOWN_WITH:
        return False
    try:
        sure, source = sureness(path)
    except (OSError, *STUMBLES):
        return False
    return sure >= _READABLE and source is not whole


def _is_of_another(source: Source, path: Path) -> bool:
    try:
        return any(one.fits(given(path)) > _SURE for one in sources().values() if one is not source)
    except (OSError, *STUMBLES):
        return False


def _others(source: Source, folder: Folder) -> Iterator[Path]:
    """Some of the files that a source does not read with its own: those of one ending in one folder are alike."""
    alike = Counter[tuple[Path, str]]()
    for path in folder.all():
        kind = (path.parent, path.suffix.lower())
        if path.suffix.lower() not in _NO_WORDS and alike[kind] < _LOOKED_AT and not _is_part(source, path):
            alike[kind] += 1
            yield path


def _is_part(source: Source, path: Path) -> bool:
    if path.suffix.lower() in _NO_WORDS:
        return False
    try:
        return source.part(given(path)) if source.part is not None else source.fits(given(path)) > 0
    except (CannotRead, OSError, *STUMBLES):
        return False


def _fit(source: Source, path: Path) -> float:
    try:
        return source.fits(given(path))
    except (OSError, *STUMBLES):
        return 0.0

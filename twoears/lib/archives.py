"""Archives that strangers packed, opened with care: zip, tar (plain or compressed) and folders, read member by member.

Nothing is ever unpacked to disk. What is dangerous is refused by name, and the rest is read.
"""

import io
import os
import stat
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from twoears.lib.cutzip import members_before_the_cut

CHUNK = 1 << 16


class BadArchive(ValueError):
    """The archive, or one member, cannot be read. Says what, why and what to do now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is still read: `members` in all, bytes of one member and of all, and times that one may unfold."""

    members: int = 500_000
    one: int = 4 << 30
    total: int = 200 << 30
    ratio: int = 300
    ratio_from: int = 16 << 20  # a small member may unfold as it likes: a run of spaces does so by nature


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Refused:
    """A member that is not read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Members by name (`/` between the parts). `cut` says what is missing where the archive was cut, else empty."""

    members: Mapping[str, Callable[[], BinaryIO]]
    refused: tuple[Refused, ...] = ()
    cut: str = ""
    limits: Limits = field(default=LIMITS)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.members)

    def ending(self, *ends: str) -> tuple[str, ...]:
        """The members whose path ends so, a whole part at least, in order of name.

        >>> Archive(members={"a/data/like.js": io.BytesIO, "dislike.js": io.BytesIO}).ending("like.js")
        ('a/data/like.js',)
        """
        return tuple(sorted(n for n in self.members if any(f"/{n}".endswith(f"/{end}") for end in ends)))

    def open(self, name: str) -> BinaryIO:
        """The bytes of a member, as a stream that raises `BadArchive` where they are cut, wrong or too many."""
        if name not in self.members:
            raise BadArchive(f"{name} is not in the archive.")
        with _named(name):
            return io.BufferedReader(_Guarded(self.members[name](), name, self.limits.one), CHUNK)

    def read_head(self, name: str, size: int) -> bytes:
        """The first `size` bytes of a member, to tell what it is."""
        with self.open(name) as file:
            return file.read(size)

    def read(self, name: str, at_most: int = 1 << 30) -> bytes:
        """All of a member; raises `BadArchive` where it is larger than `at_most` bytes."""
        with self.open(name) as file:
            data = file.read(at_most + 1)
        if len(data) > at_most:
            raise BadArchive(f"{name} is larger than {at_most >> 20} MB, too much to read at once. Read it in parts.")
        return data


@contextmanager
def opened(source: Path | BinaryIO, limits: Limits = LIMITS) -> Iterator[Archive]:
    """The archive or folder that `source` is. Raises `BadArchive` where it is none or passes the limits.

    >>> with opened(io.BytesIO(b"no archive")) as archive: pass
    Traceback (most recent call last):
    twoears.lib.archives.BadArchive: This is no zip, no tar and no folder. Download or export it again.
    """
    with ExitStack() as stack:
        if isinstance(source, Path) and source.is_dir():
            yield _folder(source, limits)
            return
        if isinstance(source, Path) and not source.is_file():  # a pipe or a device has no end to wait for
            raise BadArchive(f"{source.name} is no file and no folder. Give the archive itself.")
        with _named(source.name if isinstance(source, Path) else "The archive"):
            file = stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
            head = file.read(4)
            file.seek(0)
            archive = _zip(file, limits) if head[:2] == b"PK" else _tar(file, limits, stack)
        yield archive


def names(source: Path | BinaryIO) -> tuple[str, ...]:
    """The names inside an archive or folder, empty where it is none: to tell what a thing is."""
    try:
        with opened(source) as archive:
            return archive.names
    except (BadArchive, OSError):
        return ()


class _Guarded(io.RawIOBase):
    """A member's bytes, counted: what is declared about sizes is not believed."""

    def __init__(self, stream: BinaryIO, name: str, most: int) -> None:
        self._stream, self._name, self._left = stream, name, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        with _named(self._name):
            data = self._stream.read(min(len(buffer), CHUNK))
        self._left -= len(data)
        if self._left < 0:
            raise BadArchive(f"{self._name} unfolds to more than is read of one file: it may be a trap. Leave it out.")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Whatever the unpackers raise becomes one error with the member's name."""
    try:
        yield
    except BadArchive:
        raise
    except OSError as error:
        raise BadArchive(_not_given(name, error)) from error
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
            LookupError, OverflowError) as error:  # fmt: skip
        raise BadArchive(f"{name} is cut or damaged ({error}). Download or export the archive again.") from error


def _not_given(name: str, error: OSError) -> str:
    if error.errno is None:  # raised by an unpacker, not by the system
        return f"{name} is cut or damaged ({error}). Download or export the archive again."
    return f"{name} cannot be read ({error.strerror}). See that it is there and that you may read it, then try again."


def _zip(file: BinaryIO, limits: Limits) -> Archive:
    try:
        packed = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, LookupError, NotImplementedError, EOFError):
        return _cut_zip(file, limits)
    infos = packed.infolist()
    _count(len(infos), sum(info.file_size for info in infos), limits)
    members: dict[str, Callable[[], BinaryIO]] = {}
    refused: list[Refused] = []
    seen: Counter[str] = Counter()
    for info in infos:
        if info.is_dir():
            continue
        if why := _unsafe(info.filename) or _unsafe_zip(info, limits):
            refused.append(Refused(info.filename, why))
        else:
            seen[info.filename] += 1
            members[_told_apart(info.filename, seen[info.filename])] = _opener(packed, info)
    return Archive(members=members, refused=tuple(refused), limits=limits)


def _told_apart(name: str, time: int) -> str:
    """A zip may hold one name twice; none of the files is dropped for it.

    >>> _told_apart("a/b.eml", 1), _told_apart("a/b.eml", 2)
    ('a/b.eml', 'a/(2) b.eml')
    """
    folder, slash, last = name.rpartition("/")
    return name if time == 1 else f"{folder}{slash}({time}) {last}"


def _opener(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    return lambda: packed.open(info)  # type: ignore[return-value]


def _cut_zip(file: BinaryIO, limits: Limits) -> Archive:
    """A zip without its directory was cut on its way; the members before the cut are still there."""
    found = members_before_the_cut(file, limits.members, limits.one)
    members = {m.name: m.open for m in found if not _unsafe(m.name) and not m.name.endswith("/")}
    if not members:
        raise BadArchive("The zip is cut or damaged, and no file in it can be read. Download or export it again.")
    _count(len(members), sum(m.size for m in found), limits)
    cut = f"The zip was cut in or after {found[-1].name}: what came later is missing. Download or export it again."
    return Archive(members=members, cut=cut, limits=limits)


def _unsafe_zip(info: zipfile.ZipInfo, limits: Limits) -> str:
    if info.flag_bits & 1:
        return "It is encrypted. Unpack it with its password and give the folder."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "It is a link to another place, not a file."
    if info.file_size > limits.one:
        return f"It is larger than {limits.one >> 20} MB."
    if info.file_size > limits.ratio_from and info.file_size > limits.ratio * max(1, info.compress_size):
        return f"It unfolds more than {limits.ratio} times: it may be a trap."
    return ""


def _unsafe(name: str) -> str:
    """Why a member's path is refused; nothing is written to disk, but such a path has no honest reason."""
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or (len(parts[0]) == 2 and parts[0][1] == ":") or "\x00" in name:
        return "Its path leads out of the archive."
    return ""


def _tar(file: BinaryIO, limits: Limits, stack: ExitStack) -> Archive:
    try:
        packed = stack.enter_context(tarfile.open(fileobj=file, mode="r:*"))  # noqa: SIM115 - the stack closes it
    except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError) as error:
        raise BadArchive("This is no zip, no tar and no folder. Download or export it again.") from error
    members: dict[str, Callable[[], BinaryIO]] = {}
    refused: list[Refused] = []
    cut, total = "", 0
    for number, info in enumerate(_until_cut(packed), 1):
        if info is None:
            cut = "The archive was cut: what came later is missing. Download or export it again."
            break
        total += info.size
        _count(number, total, limits)
        if why := _unsafe(info.name) or _unsafe_tar(info, limits):
            refused.append(Refused(info.name, why))
        elif info.isreg():
            members[info.name] = _tar_opener(packed, info)
    return Archive(members=members, refused=tuple(refused), cut=cut, limits=limits)


def _until_cut(packed: tarfile.TarFile) -> Iterator[tarfile.TarInfo | None]:
    """The members in their order; None last where the archive ends before it should."""
    while True:
        try:
            info = packed.next()
        except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError):
            yield None
            return
        if info is None:
            return
        yield info


def _unsafe_tar(info: tarfile.TarInfo, limits: Limits) -> str:
    if info.issym() or info.islnk():
        return "It is a link to another place, not a file."
    return f"It is larger than {limits.one >> 20} MB." if info.size > limits.one else ""


def _tar_opener(packed: tarfile.TarFile, info: tarfile.TarInfo) -> Callable[[], BinaryIO]:
    return lambda: packed.extractfile(info) or io.BytesIO()  # type: ignore[return-value]


def _folder(root: Path, limits: Limits) -> Archive:
    members: dict[str, Callable[[], BinaryIO]] = {}
    refused: list[Refused] = []

    def closed(error: OSError) -> None:
        inside = Path(error.filename).relative_to(root).as_posix()
        refused.append(Refused(inside, f"It is a folder that cannot be looked into ({error.strerror})."))

    for folder, _, files in os.walk(
        root, onerror=closed
    ):  # links to folders are not followed: they may lead out, or round
        # No path is made of each name: a folder of many files is looked into by every source that it might be of.
        before = Path(folder).relative_to(root).as_posix()
        for name in files:
            inside, path = name if before == "." else f"{before}/{name}", os.path.join(folder, name)
            if _is_plain(path):
                members[inside] = _file_opener(path)
            else:
                refused.append(Refused(inside, "It is a link to another place, not a file."))
            _count(len(members), 0, limits)
    refused.sort(key=lambda r: r.name)
    return Archive(members=dict(sorted(members.items())), refused=tuple(refused), limits=limits)


def _is_plain(path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:  # it went away
        return False


def _file_opener(path: str) -> Callable[[], BinaryIO]:
    return lambda: Path(path).open("rb")


def _count(members: int, size: int, limits: Limits) -> None:
    if members > limits.members:
        raise BadArchive(f"It holds more than {limits.members:,} files. Unpack it and give the folder that matters.")
    if size > limits.total:
        raise BadArchive(f"It unfolds to more than {limits.total >> 30} GB: it may be a trap. Unpack it elsewhere.")

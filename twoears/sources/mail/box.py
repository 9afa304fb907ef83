"""From a mailbox in whatever shape to the bytes of its messages, one at a time, however large the box is."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from twoears.sources.reading import CannotRead, Thing

LONGEST: Final = 32 * 1024 * 1024  # bytes of one message
_LINE = 1024 * 1024
# The line before each message in an mbox ends with a time and usually a year. "From here on," in a body does not.
_FROM = re.compile(rb"From [^\r\n]*\d{1,2}:\d{2}[^\r\n]*\r?\n?$")
_QUOTED_FROM = re.compile(rb">+From ")


@dataclass(frozen=True, slots=True)
class Raw:
    """One message as it lies in the box. `line` is where it starts; `whole` is False where it is too long to read."""

    name: str
    line: int
    content: bytes
    whole: bool = True


def messages(thing: Thing) -> Iterator[Raw]:
    """Each message of a mailbox. Raises `CannotRead` where it is none."""
    if thing.raw is None and thing.path is not None and thing.path.is_dir():
        yield from _folder(thing)
    elif thing.is_zip():
        yield from _zip(thing)
    else:
        with thing.open() as file:
            yield from _file(file, thing.name)


def is_mbox(head: bytes) -> bool:
    """Whether a file that starts with `head` is an mbox.

    >>> is_mbox(b"From ann@norrvik.example Sun Mar  1 09:00:00 2026\\nSubject: Hi\\n"), is_mbox(b"From here on, ...\\n")
    (True, False)
    """
    return bool(_FROM.match(head.split(b"\n", 1)[0]))


def is_mail_file(name: str) -> bool:
    """Whether a file in a folder or a zip is mail by its name and place.

    >>> is_mail_file("cur/1700000000.M1P2.host:2,S"), is_mail_file("tmp/1700000000.M1P2.host"), is_mail_file("a/b.EML")
    (True, False, True)
    """
    parts = name.split("/")
    return name.lower().endswith((".eml", ".mbox")) or (len(parts) > 1 and parts[-2] in ("cur", "new"))


def _folder(thing: Thing) -> Iterator[Raw]:
    for name in thing.names():
        if is_mail_file(name) and thing.path is not None:
            with (thing.path / name).open("rb") as file:
                yield from _file(file, name)


def _zip(thing: Thing) -> Iterator[Raw]:
    try:
        with thing.open() as file, zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                if not is_mail_file(entry.filename):
                    continue
                if entry.flag_bits & 1:
                    raise CannotRead(f"{thing.name} is locked with a password. Unpack it and give the folder.")
                with archive.open(entry) as member:
                    yield from _file(member, entry.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise CannotRead(f"{thing.name} is not a whole zip: {error}. Download or export it again.") from error


def _file(file: IO[bytes], name: str) -> Iterator[Raw]:
    first = file.readline(_LINE)
    if is_mbox(first):
        yield from _mbox(file, name)
        return
    content = first + file.read(LONGEST + 1)
    yield Raw(name, 1, content[:65536] if len(content) > LONGEST else content, len(content) <= LONGEST)


def _mbox(file: IO[bytes], name: str) -> Iterator[Raw]:
    """Split at `From ` lines that follow an empty line; one `>` is taken off quoted ones (mboxrd)."""
    lines: list[bytes] = []
    size, number, start, after_empty = 0, 1, 2, True
    while line := file.readline(_LINE):
        number += 1
        if after_empty and line.startswith(b"From ") and _FROM.match(line):
            if lines:
                yield _raw(name, start, lines, size)
            lines, size, start, after_empty = [], 0, number + 1, False
            continue
        after_empty = line in (b"\n", b"\r\n")
        size += len(line)
        if size <= LONGEST:
            lines.append(line[1:] if line.startswith(b">") and _QUOTED_FROM.match(line) else line)
    if lines:
        yield _raw(name, start, lines, size)


def _raw(name: str, start: int, lines: list[bytes], size: int) -> Raw:
    content = b"".join(lines)
    return Raw(name, start, content) if size <= LONGEST else Raw(name, start, content[:65536], whole=False)

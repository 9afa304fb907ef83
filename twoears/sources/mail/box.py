"""From a mailbox in whatever shape to the bytes of its messages, one at a time, however large the box is."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final

from twoears.lib.archives import Archive, BadArchive, opened
from twoears.sources.reading import CannotRead, Thing

LONGEST: Final = 32 * 1024 * 1024  # bytes of one message
_LINE = 1024 * 1024
# The line before each message in an mbox ends with a time and usually a year. "From here on," in a body does not.
_FROM = re.compile(rb"From [^\r\n]*\d{1,2}:\d{2}[^\r\n]*\r?\n?$")
_IN_MAILDIR = re.compile(r"(?:^|/)(?:cur|new)/\d+\.[^/]*$")
_QUOTED_FROM = re.compile(rb">+From ")


@dataclass(frozen=True, slots=True)
class Raw:
    """One message as it lies in the box. `line` is where it starts; `whole` is False where it is too long to read.

    `trouble` says why a file of the box, or the rest of one, gave no message.
    """

    name: str
    line: int
    content: bytes
    whole: bool = True
    trouble: str = ""


def messages(thing: Thing) -> Iterator[Raw]:
    """Each message of a mailbox. Raises `CannotRead` where it is none."""
    if thing.is_zip() or (thing.raw is None and thing.path is not None and thing.path.is_dir()):
        yield from _packed(thing)
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


def is_maildir(names: Iterable[str]) -> bool:
    """Whether folders of a Maildir (`cur`, `new`, `tmp`, each of its own files only) are among these names.

    >>> is_maildir(["dovecot.index", ".Sent/cur/1700000000.M1P2.host:2,S"]), is_maildir(["cur.txt"])
    (True, False)
    """
    return any(_IN_MAILDIR.search(name) for name in names)


def _packed(thing: Thing) -> Iterator[Raw]:
    """The mails of a zip or a folder; what is refused, damaged or gone is named, and the rest is read."""
    try:
        with opened(source(thing)) as archive:
            for refused in archive.refused:
                if is_mail_file(refused.name) or "." not in refused.name.rsplit("/", 1)[-1]:
                    yield Raw(refused.name, 0, b"", trouble=refused.reason)
            for name in filter(is_mail_file, archive.names):
                whole = not archive.cut or name != archive.names[-1]
                yield from _member(archive, name) if whole else _but_the_last(_member(archive, name))
            if archive.cut:
                yield Raw(thing.name, 0, b"", trouble=archive.cut)
    except BadArchive as error:
        raise CannotRead(f"{thing.name} is not a whole zip: {error}") from error


def _member(archive: Archive, name: str) -> Iterator[Raw]:
    try:
        with archive.open(name) as file:
            yield from _file(file, name)
    except BadArchive as error:
        yield Raw(name, 0, b"", trouble=str(error))


def _but_the_last(messages: Iterable[Raw]) -> Iterator[Raw]:
    """The last message before a cut may lack its end: half a mail must not pass for a whole one."""
    held: Raw | None = None
    for raw in messages:
        if held is not None:
            yield held
        held = raw
    if held is not None:
        yield Raw(
            held.name, held.line, b"", trouble=held.trouble or "It is the last before the cut, and may lack its end."
        )


def source(thing: Thing) -> Path | BinaryIO:
    """What `archives.opened` takes of a zip or a folder."""
    return io.BytesIO(thing.raw) if thing.raw is not None else thing.path or io.BytesIO()


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

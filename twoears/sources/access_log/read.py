"""Read an access log: each page that somebody was shown is a `View`. Robots and parts of pages are only counted."""

import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import BinaryIO, Final, cast

from twoears.activities.values import Activity, Actor
from twoears.lib.archives import Archive, BadArchive
from twoears.lib.delimited import decoded
from twoears.lib.folder import data_folder, secret_key
from twoears.sources.access_log.lines import MAX_LINE, Line, NotALine, line
from twoears.sources.access_log.robots import is_robot
from twoears.sources.packed import ADVICE, AGAIN, files, left_out, since
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Source, Thing

MAX_SIZE: Final = 16 << 30  # unfolded bytes of one log
_GZIP = b"\x1f\x8b"
_LINES, _PROGRAMS = "lines", "requests of programs"
_PARTS = "requests for parts of pages, redirections and errors"


def fits(thing: Thing) -> float:
    """By its first whole lines, of which most must be of the common or combined format."""
    if thing.head(2) == _GZIP and not thing.name.lower().endswith(".gz"):
        return 0.0
    try:
        head = _unfolded_head(thing)
    except (OSError, CannotRead, EOFError, zlib.error):
        return 0.0
    lines = decoded(head).split("\n")[:20]
    lines = lines[:-1] if len(lines) > 1 else lines
    good = sum(_is_line(text) for text in lines)
    return 0.95 if good and good * 2 > len(lines) else 0.0


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield a view for each page; `base` is the address of the site, where the log itself names no host."""
    with files(thing) as archive:
        key = secret_key(data_folder()).encode()
        yield from since(_read(archive, asked.base, key), asked)


def _read(archive: Archive, base: str, key: bytes) -> Iterator[Heard]:
    for name in _logs(archive):
        left: Counter[str] = Counter()
        try:
            with archive.open(name) as file:
                yield from _file(_plain(file), name, base, key, left)
        except (BadArchive, OSError, EOFError, zlib.error) as error:
            yield SetAside(name=name, line=left[_LINES] + 1, reason=f"The rest cannot be read: {error}.", advice=AGAIN)
        del left[_LINES]
        if left:
            told = " and ".join(f"{count:,} {what}" for what, count in sorted(left.items()))
            yield SetAside(name=name, reason=f"Left aside: {told}.", advice="There is nothing to mend.")
    yield from left_out(archive)


def _logs(archive: Archive) -> list[str]:
    """The logs of a folder: those whose first line is one; a file that was given alone is one however it begins."""
    if len(archive.names) == 1:
        return list(archive.names)
    found = []
    for name in sorted(archive.names):
        try:
            with archive.open(name) as file:
                found += [name] if _is_line(decoded(_plain(file).readline(MAX_LINE))) else []
        except (BadArchive, OSError, EOFError, zlib.error):
            continue
    return found


def _file(file: BinaryIO, name: str, base: str, key: bytes, left: "Counter[str]") -> Iterator[Heard]:
    size, goes_on = 0, False
    while raw := file.readline(MAX_LINE):
        left[_LINES] += not goes_on
        number, size = left[_LINES], size + len(raw)
        if size > MAX_SIZE:
            yield SetAside(name=name, line=number, reason="It is larger than 16 GB: it may be a trap.",
                           advice="Cut the log into days and read them one by one.")  # fmt: skip
            return
        rest, goes_on = goes_on, not raw.endswith(b"\n")
        text = "" if rest else decoded(raw).strip()
        if not text:
            continue  # also what is left of a line longer than any of a log
        try:
            request = line(text)
        except NotALine as error:
            yield SetAside(name=name, line=number, reason=str(error), advice=ADVICE, raw=_unnamed(text))
            continue
        if is_robot(request.agent):
            left[_PROGRAMS] += 1
        elif request.is_page:
            yield viewed(request, base, key)
        else:
            left[_PARTS] += 1


def viewed(request: Line, base: str, key: bytes) -> Activity:
    """The view of a page. The same request twice in one second by one visitor is one view."""
    home = f"https://{request.host}" if request.host else base.rstrip("/")
    who = visitor(request.address, request.agent, key)
    page = f"{home}{request.path or '/'}"
    digest = blake2b("\x1f".join((who.id, request.at.isoformat(), page, request.referrer)).encode(), digest_size=10)
    referrer = (("referrer", request.referrer),) if request.referrer else ()
    return Activity(id=f"web:view:{digest.hexdigest()}", type="View", actor=who, published=request.at, object=page,
                    detail=referrer + request.campaign)  # fmt: skip


@lru_cache(65536)
def visitor(address: str, agent: str, key: bytes) -> Actor:
    """Somebody at a computer, by a digest that only this installation can make: the address itself is not kept.

    >>> one, other = visitor("10.0.0.1", "Firefox", b"key"), visitor("10.0.0.1", "Firefox", b"another key")
    >>> "10.0.0.1" in one.id, one.id == other.id
    (False, False)
    """
    digest = blake2b(f"{address}\x1f{agent}".encode(), digest_size=10, key=key[:64])
    return Actor(id=f"visitor:{digest.hexdigest()}", network="web")


def _unnamed(text: str) -> bytes:
    """A line that could not be read, without its first word, which is mostly the address of a computer."""
    return b"- " + text.partition(" ")[2][:4000].encode()


def _plain(file: BinaryIO) -> BinaryIO:
    file = file if isinstance(file, io.BufferedReader) else io.BufferedReader(file)  # type: ignore[type-var]
    head = file.peek(2)[:2]
    return cast(BinaryIO, gzip.GzipFile(fileobj=file)) if head == _GZIP else file


def _unfolded_head(thing: Thing) -> bytes:
    if thing.is_zip() or (thing.path is not None and thing.path.is_dir()):
        with files(thing) as archive:
            first = next((name for name in sorted(archive.names) if "access" in name.lower()), "")
            if not first:
                return b""
            with archive.open(first) as file:
                return _plain(file).read(MAX_LINE)
    with thing.open() as file:
        return _plain(file).read(MAX_LINE)


def _is_line(text: str) -> bool:
    try:
        return bool(line(text))
    except NotALine:
        return False


SOURCE = Source(
    kind="access_log",
    title="Access log of a web server",
    mark="web",
    sees="Each page that a browser was shown, where its reader came from, and the campaign its link named.",
    blind="Who the reader is: of the address only a keyed digest is kept. Robots that pose as browsers.",
    fits=fits,
    read=read,
)

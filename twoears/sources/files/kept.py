"""What is kept of a file or a record that was set aside, so that it can be tried again by the right reader."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

SMALL: Final = 64 * 1024  # bytes of a file that is kept whole
HEAD: Final = 512  # bytes of a larger one: enough to see what it is
ALL: Final = 32 * 1024 * 1024  # bytes of whole files that one reading keeps
_MARK: Final = b"#two-ears "


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A record of the source `kind`, under the name that its reader gave it; without a kind, a file.

    `whole` is False for the beginning of a larger file, which is read again where it lies or not at all.
    """

    kind: str = ""
    name: str = ""
    whole: bool = True
    raw: bytes = b""


class _Head(msgspec.Struct, omit_defaults=True):
    kind: str = ""
    name: str = ""
    whole: bool = True


def packed(kept: Kept) -> bytes:
    """The bytes of a record, behind a line that says whose it is; nothing where nothing was kept.

    >>> packed(Kept(kind="opml", raw=b"<opml>"))
    b'#two-ears {"kind":"opml"}\\n<opml>'
    """
    head = msgspec.json.encode(_Head(kind=kept.kind, name=kept.name, whole=kept.whole))
    return _MARK + head + b"\n" + kept.raw if kept.raw else b""


def unpacked(raw: bytes) -> Kept:
    """What `packed` wrote; bytes without such a line are a file.

    >>> unpacked(packed(Kept(kind="opml", raw=b"<opml>"))).kind, unpacked(b"<opml>").raw
    ('opml', b'<opml>')
    """
    line, _, rest = raw.partition(b"\n")
    try:
        head = msgspec.json.decode(line.removeprefix(_MARK), type=_Head) if line.startswith(_MARK) else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        head = None
    return Kept(raw=raw) if head is None else Kept(kind=head.kind, name=head.name, whole=head.whole, raw=rest)


@dataclass(slots=True)
class Room:
    """How much one reading may still keep of the files that it sets aside."""

    left: int = ALL

    def of(self, path: Path) -> bytes:
        """The file at `path`, or its beginning where it is large or the room is full."""
        try:
            whole = path.stat().st_size <= min(SMALL, self.left)
            with path.open("rb") as file:
                raw = file.read(SMALL if whole else HEAD)
        except OSError:
            return b""
        self.left -= len(raw) if whole else 0
        return packed(Kept(whole=whole, raw=raw))

"""A zip that was cut on its way: each member says before its bytes what it is, so those before the cut can be read.

APPNOTE.TXT 6.3.10 of PKWARE, section 4.3.7 (local file header), 4.4.4 (flags), 4.5.3 (Zip64 sizes are not needed here:
a deflated member tells its own end, and a stored one of 4 GB is refused).
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import RawIOBase
from typing import BinaryIO, cast

_HEADER = struct.Struct("<4s5H3I2H")
_MARK = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _SIZES_LATER, _UTF8 = 1, 8, 0x800
_CHUNK = 1 << 16
_SEARCH = 1 << 20


@dataclass(frozen=True, slots=True)
class Remnant:
    """A member that begins before the cut: where its bytes start, and how many unfolded bytes there are."""

    name: str
    size: int
    file: BinaryIO
    start: int
    stored: int  # bytes to take as they are, or -1 where they are deflated

    def open(self) -> BinaryIO:
        """Its bytes as far as they go; a cut member just ends."""
        blocks = _inflated(self.file, self.start) if self.stored < 0 else _taken(self.file, self.start, self.stored)
        return cast(BinaryIO, _Blocks(blocks))


class _Blocks(RawIOBase):
    def __init__(self, blocks: Iterator[tuple[bytes, int]]) -> None:
        self._blocks, self._held = blocks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        while not self._held:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._held = block[0]
        part, self._held = self._held[: len(buffer)], self._held[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def members_before_the_cut(file: BinaryIO, most: int, most_bytes: int) -> list[Remnant]:
    """The members found from the start on, at most `most` of at most `most_bytes` unfolded bytes each.

    >>> import io
    >>> members_before_the_cut(io.BytesIO(b"PK\\x03\\x04 and nothing"), 10, 10)
    []
    """
    found: list[Remnant] = []
    at = 0
    while len(found) <= most:
        at = _next_mark(file, at)
        file.seek(max(at, 0))
        head = file.read(_HEADER.size)
        if at < 0 or len(head) < _HEADER.size:
            break
        _, _, flags, method, _, _, _, packed, _, name_size, extra = _HEADER.unpack(head)
        name = file.read(name_size).decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        start = at + _HEADER.size + name_size + extra
        at += 4
        if flags & _ENCRYPTED or method not in (_STORED, _DEFLATED) or (method == _STORED and flags & _SIZES_LATER):
            continue
        blocks = _inflated(file, start) if method == _DEFLATED else _taken(file, start, packed)
        size, at = _measured(blocks, start, most_bytes)
        if 0 < size <= most_bytes:
            found.append(Remnant(name, size, file, start, -1 if method == _DEFLATED else packed))
    return found


def _next_mark(file: BinaryIO, at: int) -> int:
    """Where the next member begins: right here or, after a descriptor or damage, a little further on."""
    file.seek(at)
    data = file.read(_SEARCH)
    return at + data.index(_MARK) if _MARK in data else -1


def _measured(blocks: Iterator[tuple[bytes, int]], start: int, most: int) -> tuple[int, int]:
    size, end = 0, start
    for block, end in blocks:  # noqa: B007 - the last end is where the member ends
        size += len(block)
        if size > most:
            break
    return size, end


def _taken(file: BinaryIO, start: int, size: int) -> Iterator[tuple[bytes, int]]:
    at, end = start, start + size
    while at < end:
        file.seek(at)
        block = file.read(min(_CHUNK, end - at))
        if not block:
            return
        at += len(block)
        yield block, at


def _inflated(file: BinaryIO, start: int) -> Iterator[tuple[bytes, int]]:
    """Unfolded blocks, each with the place in the file up to which bytes were used."""
    unfold = zlib.decompressobj(-15)
    at, rest = start, b""
    while not unfold.eof:
        if not rest:
            file.seek(at)
            rest = file.read(_CHUNK)
            if not rest:
                return
            at += len(rest)
        try:
            block = unfold.decompress(rest, _CHUNK)
        except zlib.error:
            return
        rest = unfold.unconsumed_tail
        yield block, at - len(rest) - len(unfold.unused_data)

"""Delimited text as programs export it: any usual delimiter, encoding and quoting, record by record with its line.

A record that breaks the form costs itself alone: what a stray quote would swallow is given back and read again.
"""

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

MAX_LINE: Final = 1 << 20
MAX_RECORD: Final = 1 << 20
MAX_GIVEN_BACK: Final = 200
DELIMITERS: Final = (",", ";", "\t", "|")
_LED = "[\u00c2\u00c3\u00c5\u00e2\u00f0]"
_GARBLED = re.compile(_LED + "[\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")


@dataclass(slots=True)
class Record:
    """The cells of one record, the line (from 1) where it starts, and its text as it stands in the file."""

    line: int
    cells: list[str]
    raw: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is no record, and why."""

    line: int
    reason: str
    raw: str


def records(file: BinaryIO, delimiter: str) -> Iterator[Record | Broken]:
    """The records of `file` in their order, without empty lines. Damage within a line never raises.

    >>> found = list(records(io.BytesIO(b'a,b\\r\\n1,"x\\ny"\\r\\n'), ","))
    >>> [(r.line, r.cells) for r in found]
    [(1, ['a', 'b']), (2, ['1', 'x\\ny'])]
    """
    lines = _Lines(file)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    given_back = 0
    while True:
        lines.taken.clear()
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            # A quote that nothing closes has swallowed the lines after it: only the first of them is broken.
            if len(lines.taken) > 1 and given_back < MAX_GIVEN_BACK:
                given_back += 1
                lines.give_back_all_but_one()
            yield _again(lines, delimiter, str(error))
            rows = csv.reader(lines, delimiter=delimiter, strict=True)
            continue
        if lines.too_long:
            yield Broken(lines.first, f"The line is longer than {MAX_LINE >> 20} MB.", lines.raw()[:65536])
            lines.too_long = False
        elif cells and (len(cells) > 1 or cells[0].strip("\x00 ")):
            yield Record(lines.first, cells, lines.raw())


def delimiter_of(sample: str) -> str:
    """The delimiter that gives the most even columns in the first lines of a file, a comma where none does.

    >>> delimiter_of("a;b;c\\n1,5;2;3\\n"), delimiter_of("one column")
    (';', ',')
    """
    return max(DELIMITERS, key=lambda mark: _evenness(sample, mark))


def decoded(data: bytes) -> str:
    """The text of some bytes: UTF-16 or UTF-8 by their mark, else UTF-8, else Windows-1252; never raises.

    >>> decoded("Grüße".encode("utf-8-sig")), decoded("Grüße".encode("cp1252")), decoded("Grüße".encode("utf-16"))
    ('Grüße', 'Grüße', 'Grüße')
    """
    if wide := _wide(data):
        return data.decode(wide, "replace").removeprefix("\ufeff")
    return _narrow(data).removeprefix("\ufeff")


def mended(text: str) -> str:
    """Text whose UTF-8 was once read as Windows-1252, read rightly; other text as it is.

    >>> mended("GrÃ¼ÃŸe"), mended("Ã la carte")
    ('Grüße', 'Ã la carte')
    """
    if not _GARBLED.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def written(cells: Sequence[str], delimiter: str = ",") -> str:
    """One record as a line, quoted where it must be.

    >>> written(["a,b", "c"])
    '"a,b",c\\n'
    """
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return line.getvalue()


class _Lines:
    """The lines of a file as text, kept until their record is complete."""

    def __init__(self, file: BinaryIO) -> None:
        if not isinstance(file, io.BufferedReader):
            file = io.BufferedReader(file)  # type: ignore[type-var]
        head = file.peek(4096)[:4096]  # a member of an archive cannot be read twice
        wide = _wide(head)
        if wide or (b"\r" in head and b"\n" not in head):  # UTF-16, or the line ends of an old Mac
            file = _as_utf8(file, wide or "latin-1" if not _is_utf8(head) else wide or "utf-8")
        self._file = file
        self._waiting: deque[str] = deque()
        self._number = 0
        self.taken: list[str] = []
        self.too_long = False
        self._size = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._fresh()
        if not self.taken:
            self._size = 0
        self._size += len(line)
        self._number += 1
        self.taken.append(line)
        if self._size > MAX_RECORD and len(self.taken) > 1:
            raise csv.Error(f"the record runs over more than {MAX_RECORD >> 20} MB; a quote is not closed")
        return line

    @property
    def first(self) -> int:
        return self._number - len(self.taken) + 1

    def raw(self) -> str:
        return "".join(self.taken)

    def give_back_all_but_one(self) -> None:
        self._waiting.extendleft(reversed(self.taken[1:]))
        self._number -= len(self.taken) - 1
        del self.taken[1:]

    def _fresh(self) -> str:
        data = self._file.readline(MAX_LINE)
        if not data:
            raise StopIteration
        if len(data) == MAX_LINE and not data.endswith(b"\n"):
            self.too_long = True
            while (part := self._file.readline(MAX_LINE)) and not part.endswith(b"\n"):
                pass
            return _narrow(data[:65536]).replace('"', "'") + "\n"
        line = _narrow(data)
        return line.removeprefix("\ufeff") if self._number == 0 else line


def _again(lines: _Lines, delimiter: str, reason: str) -> Record | Broken:
    """A line whose quoting is loose rather than open is still a record."""
    raw = lines.raw()
    if len(lines.taken) == 1:
        try:
            next(csv.reader([raw + '"'], delimiter=delimiter, strict=True))
        except csv.Error:
            try:
                cells = next(csv.reader([raw], delimiter=delimiter), [])
            except csv.Error:
                cells = []
            if cells:
                return Record(lines.first, cells, raw)
    return Broken(lines.first, f"Its quotes do not match: {reason}.", raw[:65536])


def _evenness(sample: str, mark: str) -> float:
    """How many records of the sample have as many columns as most have, times how many columns that is."""
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=mark) if row][:50]
    except csv.Error:
        return 0.0
    usual = max(set(widths), key=widths.count, default=1)
    return widths.count(usual) / len(widths) * (usual - 1) ** 0.5 if usual > 1 else 0.0


def _narrow(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            return data.decode("latin-1")


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _wide(head: bytes) -> str:
    """UTF-16 by its mark or, without one, by the zero in every second byte of Latin text."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = head[:200]
    if len(sample) >= 8 and sample.count(0) * 3 > len(sample):
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    return ""


def _as_utf8(file: BinaryIO, encoding: str) -> BinaryIO:
    """The same text as UTF-8 with plain line ends, so that one way of reading lines serves all."""
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=None)
    return io.BufferedReader(_Recoded(text), 1 << 16)


class _Recoded(io.RawIOBase):
    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text, self._held = text, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        if not self._held:
            self._held = self._text.read(1 << 14).encode("utf-8", "replace")
        part, self._held = self._held[: len(buffer)], self._held[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)

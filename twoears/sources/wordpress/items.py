"""Cut a WXR file into its items while it is read, so that one of 500 MB needs the memory of its largest item.

Each item is parsed on its own: damage costs that item alone, and what a file declares about entities is not believed.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import BinaryIO, Final
from xml.parsers.expat import ExpatError, ParserCreate

MAX_HEAD: Final = 16 << 20
MAX_ITEM: Final = 32 << 20
_MOST_ELEMENTS = 500_000
_DEEPEST = 50
_CHUNK = 1 << 18
_MARK = re.compile(r"<!\[CDATA\[|\]\]>|<!--|-->|<item\b[^<>]*>|</item\s*>")
_LONGEST_MARK = 200
_CLOSED_BY: Final = {"<![CDATA[": "]]>", "<!--": "-->"}
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}encoding=["']([\w.-]{1,40})["']""")
# Control characters, which some plugins leave in and which no XML may hold.
_UNWRITABLE = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


class NotXML(ValueError):
    """A piece cannot be parsed."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of an item, or of all that stands before the first (`head`). `trouble` says why it is not whole."""

    text: str
    line: int
    head: bool = False
    trouble: str = ""


@dataclass(slots=True)
class Element:
    """An element with the text directly within it, and the elements below it."""

    name: str
    attributes: dict[str, str]
    text: str
    below: list["Element"]

    def get(self, name: str) -> str:
        """The text of the first element of this name just below, without white space around it."""
        return next((one.text.strip() for one in self.below if one.name == name), "")

    def all(self, name: str) -> Iterator["Element"]:
        """The elements of this name just below."""
        return (one for one in self.below if one.name == name)


def pieces(file: BinaryIO) -> Iterator[Piece]:
    """The head, then each item, in their order. `<item>` within CDATA or a comment is text.

    >>> import io
    >>> [(piece.head, piece.text) for piece in pieces(io.BytesIO(b"<rss><item>1</item> <item>2</item></rss>"))]
    [(True, '<rss>'), (False, '<item>1</item>'), (False, '<item>2</item>')]
    """
    cutter = _Cutter()
    for chunk, last in _chunks(file):
        yield from cutter.fed(chunk, last)
        if len(cutter.kept) > 2 * MAX_ITEM:
            yield Piece("", cutter.line, cutter.head, f"It is larger than {MAX_ITEM >> 20} MB.")
            return
    if cutter.head or cutter.opened:
        yield cutter.piece("" if cutter.head else "The file is cut here.")


@dataclass(slots=True)
class _Cutter:
    """What was read and not yet given out: `kept` holds no mark that was not looked at, `rest` may."""

    kept: str = ""
    rest: str = ""
    line: int = 1
    head: bool = True
    within: str = ""
    opened: bool = False
    begins: int = 0  # where in `kept` the item begins

    def fed(self, chunk: str, last: bool) -> Iterator[Piece]:
        text, at = self.rest + chunk, 0
        until = len(text) if last else max(len(text) - _LONGEST_MARK, 0)
        for mark in _MARK.finditer(text):
            if mark.end() > until:  # it may be cut: once more with what follows
                until = min(until, mark.start())
                break
            said = mark.group()
            if self.within:
                self.within = "" if said == self.within else self.within
            elif said in _CLOSED_BY:
                self.within = _CLOSED_BY[said]
            elif said.startswith("</"):
                self.kept, at = self.kept + text[at : mark.end()], mark.end()
                yield self.piece("")
            elif said.startswith("<item"):
                self.kept, at = self.kept + text[at : mark.start()], mark.start()
                if self.head or self.opened:
                    yield self.piece("" if self.head else "It has no end.")
                self.opened, self.begins = True, len(self.kept)
        until = max(until, at)
        self.kept, self.rest = self.kept + text[at:until], text[until:]

    def piece(self, trouble: str) -> Piece:
        """What was kept, as the head or as an item."""
        start = self.begins
        text, most = self.kept[start:], MAX_HEAD if self.head else MAX_ITEM
        trouble = f"It is larger than {most >> 20} MB." if len(text) > most else trouble
        made = Piece(text[:most], self.line + self.kept.count("\n", 0, start), self.head, trouble)
        self.line += self.kept.count("\n")
        self.kept, self.head, self.opened, self.begins = "", False, False, 0
        return made


def parsed(text: str) -> Element:
    """The element that `text` is; raises `NotXML`. Prefixes such as `wp:` stay part of the names.

    >>> parsed("<item><wp:post_id>7</wp:post_id></item>").get("wp:post_id")
    '7'
    >>> parsed("<title>Valves &laquo; Halden &nosuch; &amp; so</title>").text
    'Valves « Halden &nosuch; & so'
    >>> parsed('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    Traceback (most recent call last):
    twoears.sources.wordpress.items.NotXML: It declares entities of its own, which no export does
    """
    return _Tree().of(text)


class _Tree:
    def __init__(self) -> None:
        self._parser = ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._words
        self._parser.EntityDeclHandler = self._entity
        # The names of HTML are used in titles though no export declares them: they are skipped, and put in here.
        self._parser.UseForeignDTD(True)
        self._parser.SkippedEntityHandler = self._skipped
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._root: Element | None = None
        self._count = 0

    def of(self, text: str) -> Element:
        try:
            self._parser.Parse(text.encode("utf-8", "replace"), True)
        except ExpatError as error:
            raise NotXML(f"It is not well-formed: {error}") from error
        if self._root is None:
            raise NotXML("It is empty")
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS or len(self._open) > _DEEPEST:
            raise NotXML("It has more elements, or deeper ones, than any export")
        element = Element(name, attributes, "", [])
        if self._open:
            self._open[-1].below.append(element)
        self._open.append(element)
        self._texts.append([])

    def _end(self, name: str) -> None:
        element = self._open.pop()
        element.text = "".join(self._texts.pop())
        self._root = element

    def _words(self, text: str) -> None:
        if self._texts:
            self._texts[-1].append(text)

    def _skipped(self, name: str, parameter: bool) -> None:
        if not parameter:
            self._words(html5.get(f"{name};", f"&{name};"))

    def _entity(self, *said: object) -> None:
        raise NotXML("It declares entities of its own, which no export does")


def _chunks(file: BinaryIO) -> Iterator[tuple[str, bool]]:
    """The text of a file, with whether it is the last of it. What is not of its encoding is replaced."""
    first = file.read(_CHUNK)
    declared = _DECLARED.search(first[:1000])
    decoder = _decoder(declared[1].decode("ascii") if declared else "utf-8")
    data = first
    while data:
        following = file.read(_CHUNK)
        yield decoder.decode(data, not following).translate(_UNWRITABLE), not following
        data = following


def _decoder(name: str) -> codecs.IncrementalDecoder:
    try:
        return codecs.getincrementaldecoder(name)("replace")
    except LookupError:
        return codecs.getincrementaldecoder("utf-8")("replace")

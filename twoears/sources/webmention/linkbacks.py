"""The three ways in which somebody tells us that a page links to ours, and how each is answered.

Webmention: a form (https://www.w3.org/TR/webmention/). Pingback: XML-RPC (https://www.hixie.ch/specs/pingback/pingback).
Trackback: a form sent to an address that names our page.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import escape

from twoears.lib.urls import is_web
from twoears.sources.reading import Reply

HEAVIEST: Final = 64 * 1024  # bytes
_LONGEST_ADDRESS = 2000
_MOST_FIELDS = 20
_MOST_ELEMENTS = 200
GENERIC, NO_TARGET, DENIED, ALREADY = 0, 33, 49, 48  # faults of Pingback: 33 also where the target is not ours


class NotALinkback(ValueError):
    """It says too little, or nothing that we can read. The text says what is missing."""


@dataclass(frozen=True, slots=True)
class Linkback:
    """`source` is the address of the page that links, `target` that of ours; `way` how we were told."""

    source: str
    target: str
    way: str


def linkback(path: str, body: bytes) -> Linkback:
    """What was brought to `path` (what follows our address, with its query). Raises NotALinkback.

    >>> linkback("", b"source=https://ann.example/1&target=https://norrvik.example/2")
    Linkback(source='https://ann.example/1', target='https://norrvik.example/2', way='webmention')
    """
    where, _, query = path.partition("?")
    if len(body) > HEAVIEST:
        raise NotALinkback(f"That is larger than {HEAVIEST // 1024} KB.")
    if where == "pingback" or body.lstrip()[:1] == b"<":
        source, target = _pinged(body)
        found = Linkback(source, target, "pingback")
    elif where == "trackback":
        found = Linkback(_field(body, "url"), _field(query.encode(), "target"), "trackback")
    else:
        found = Linkback(_field(body, "source"), _field(body, "target"), "webmention")
    for name, address in (("source", found.source), ("target", found.target)):
        if not is_web(address) or len(address) > _LONGEST_ADDRESS or not address.isprintable() or " " in address:
            raise NotALinkback(f"The {name} is not a web address.")
    if found.source.partition("#")[0] == found.target.partition("#")[0]:
        raise NotALinkback("A page does not tell itself that it links to itself.")
    return found


def _field(form: bytes, name: str) -> str:
    try:
        fields = parse_qs(form.decode("utf8"), max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise NotALinkback("It is not a form with a few fields.") from error
    return fields.get(name, [""])[0].strip()


def _pinged(body: bytes) -> tuple[str, str]:
    """The two addresses in a call of `pingback.ping`. Whatever declares a document type is not read at all."""
    call = _Call()
    parser = ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = call.start, call.end, call.text
    parser.StartDoctypeDeclHandler = call.doctype
    try:
        parser.Parse(body, True)
    except (ExpatError, ValueError) as error:
        raise NotALinkback(f"It is not a call of XML-RPC: {error}") from error
    if call.method != "pingback.ping" or len(call.values) != 2:
        raise NotALinkback("It is not a call of pingback.ping with two addresses.")
    return call.values[0], call.values[1]


class _Call:
    """What a call names: its method, and its values as words."""

    def __init__(self) -> None:
        self.method = ""
        self.values: list[str] = []
        self._words: list[str] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS:
            raise NotALinkback("It has more elements than any call of pingback.ping.")
        self._words = []

    def text(self, words: str) -> None:
        self._words.append(words)

    def end(self, name: str) -> None:
        said = "".join(self._words).strip()
        self._words = []
        if name == "methodName":
            self.method = said
        elif name in ("string", "value") and said:
            self.values.append(said)

    def doctype(self, *said: object) -> None:
        raise NotALinkback("It declares a document type, which no call does.")


def taken(way: str) -> Reply:
    """It was taken and is looked at later; `like` and `who` are for the caller to fill in."""
    if way == "pingback":
        said = escape("We will look at it.")
        return Reply(status=200, type="text/xml", body=_response(f"<params><param><value><string>{said}</string>"
                                                                 "</value></param></params>"))  # fmt: skip
    if way == "trackback":
        return Reply(status=200, type="text/xml", body=_trackback(""))
    return Reply(status=202, body="We will look at it.")


def refused(way: str, why: str, *, fault: int = GENERIC, status: int = 400) -> Reply:
    """It was not taken, and why, in the words of its protocol."""
    if way == "pingback":
        told = f"<member><name>faultCode</name><value><int>{fault}</int></value></member>"
        told += f"<member><name>faultString</name><value><string>{escape(why)}</string></value></member>"
        body = _response(f"<fault><value><struct>{told}</struct></value></fault>")
        return Reply(status=200, type="text/xml", body=body, keep=False)
    if way == "trackback":
        return Reply(status=200, type="text/xml", body=_trackback(why), keep=False)
    return Reply(status=status, body=why, keep=False)


def _response(inside: str) -> str:
    return f'<?xml version="1.0"?><methodResponse>{inside}</methodResponse>'


def _trackback(why: str) -> str:
    said = f"<error>1</error><message>{escape(why)}</message>" if why else "<error>0</error>"
    return f'<?xml version="1.0" encoding="utf-8"?><response>{said}</response>'

"""Headers as they really arrive: encoded, broken, missing, lying."""

import re
from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from quopri import decodestring

from twoears.lib.html import clean

_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_ENCODED = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,10}")
_SIMPLE = re.compile(r"\s*(?:([^<>@,;:()\"\\]*)<([^<>@,;:()\"\\\s]+@[\w.-]+)>|([^<>@,;:()\"\\\s]+@[\w.-]+))\s*")
_ID = re.compile(r"<([^<>]{1,990})>")
# Codecs of Python that are no character sets of mail; punycode takes quadratic time.
_NO_CHARSETS = frozenset({"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf_7"})
_FIRST_MAIL = datetime(1982, 1, 1, tzinfo=UTC)  # RFC 822 is of that year; clocks that stand at 1970 are before it


def values(message: Message, name: str) -> list[str]:
    """Each value of a header, in Unicode, unfolded, encoded words still encoded."""
    found = [value for key, value in message.raw_items() if key.lower() == name]
    return [clean(" ".join(_unicode(str(value)).split()))[:20_000] for value in found]


def words(text: str) -> str:
    """The words of a header with its encoded parts (RFC 2047); what is broken stays as it was written.

    >>> words("=?utf-8?q?Gr=C3=BC=C3=9Fe?= =?utf-8?b?IGF1cyBMdW5k?="), words("=?utf-8?b?%%%?=")
    ('Grüße aus Lund', '=?utf-8?b?%%%?=')
    """
    if "=?" not in text:
        return text
    out: list[str] = []
    held, charset, end = b"", "", 0
    text = _BETWEEN_ENCODED.sub(r"\1", text)
    for match in _ENCODED.finditer(text):
        between = text[end : match.start()]
        # A letter of several bytes may be cut between two encoded words of one character set: bytes are joined first.
        if between or match[1].lower() != charset:
            out += [_said(held, charset), between]
            held, charset = b"", match[1].lower()
        held += _bytes(match)
        end = match.end()
    return clean("".join([*out, _said(held, charset), text[end:]]))


def addresses(message: Message, *names: str) -> Iterator[tuple[str, str]]:
    """(name, address in lower case) for each address in these headers, in order."""
    for value in (value for name in names for value in values(message, name)):
        found = [(words(name), address) for name, address in _listed(value) if _ADDRESS.fullmatch(address)]
        if not found:  # not written as addresses are: take what looks like one
            found = [("", address) for address in _ADDRESS.findall(words(value))]
        yield from ((name.strip(" '\""), address.lower()) for name, address in found)


def ids(message: Message, name: str) -> list[str]:
    """The message ids in a header, without brackets and without the spaces that folding tore into them."""
    return [found for value in values(message, name) for found in _bracketed(value) or _bare_id(value)]


def moment(message: Message, now: datetime) -> datetime | None:
    """When it was sent: `Date`, unless the stamp of the server that received it shows that the sender's clock lies."""
    received = next((m for m in (_date(v.rpartition(";")[2]) for v in values(message, "received")) if m), None)
    date = next((m for m in map(_date, values(message, "date")) if m), None)
    if date is None or (received and (date > received + timedelta(days=1) or date < _FIRST_MAIL)):
        date = received
    return None if date is None or date > now + timedelta(days=2) or date < _FIRST_MAIL else date


def _listed(value: str) -> list[tuple[str, str]]:
    """The addresses of a list. Lists that need no grammar are read without the standard library's, ten times faster."""
    simple = [_SIMPLE.fullmatch(part) for part in value.split(",")]
    return [(part[1] or "", part[2] or part[3]) for part in simple if part] if all(simple) else getaddresses([value])


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text.strip()[:100])
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _bracketed(value: str) -> list[str]:
    found = ("".join(one.split()) for one in _ID.findall(value) if "@" in one or " " not in one)
    return [one for one in found if one]


def _bare_id(value: str) -> list[str]:
    return [value] if "@" in value and " " not in value and len(value) < 990 else []


def _unicode(text: str) -> str:
    """Bytes that should not be in a header: UTF-8 where they are, else what Windows of western Europe wrote."""
    if text.isascii():
        return text
    raw = text.encode("utf8", "surrogateescape")
    try:
        return raw.decode("utf8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _bytes(match: re.Match[str]) -> bytes:
    content = match[3].encode("utf8", "replace")
    if match[2] in "qQ":
        return decodestring(content.replace(b"_", b" "))
    try:
        return b64decode(content + b"=" * (-len(content) % 4), validate=True)
    except (BadBase64, ValueError):
        return match[0].encode("utf8", "replace")


def _said(raw: bytes, charset: str) -> str:
    if not raw:
        return ""
    if raw.startswith(b"=?"):
        return raw.decode("utf8", "replace")
    return decoded(raw, charset.partition("*")[0])


def decoded(raw: bytes, charset: str) -> str:
    """Bytes to words: by the declared character set where it is one and holds, else UTF-8, else what Windows wrote.

    >>> decoded("Grüße".encode("latin-1"), "x-unknown")
    'Grüße'
    """
    for name in (charset.lower(), "utf8"):
        try:
            if name and name.replace("-", "_") not in _NO_CHARSETS:
                return raw.decode(name)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")

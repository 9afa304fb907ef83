"""The words of IMAP (RFC 9051 and RFC 3501): values from answers, and names and words for questions. Pure."""

import base64
import re
from binascii import Error as BadBase64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

Value: TypeAlias = "bytes | None | list[Value]"

LITERAL: Final = re.compile(rb"~?\{(\d{1,12})\+?\}\Z")
_DEEPEST: Final = 100
# What stands in brackets may hold spaces: BODY[HEADER.FIELDS (SUBJECT)]. It is bounded, or the search would start anew
# at each bracket that nothing closes.
_TOKEN = re.compile(rb'[ \t]*(?:([()])|"((?:[^"\\]|\\.)*)"|((?:[^\s()"\[]|\[[^\]\r\n]{0,500}\]|\[)+))', re.DOTALL)
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")
_NOT_PRINTED = re.compile(r"[^\x20-\x7e]+|&")


class NoImap(ValueError):
    """The answer is not built as IMAP is."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Bytes that were announced with their number."""

    content: bytes


def values(pieces: Sequence[bytes | Literal]) -> list[Value]:
    """What one answer says, with lists within lists; NIL is None. Raises NoImap.

    >>> values([b'* 5 FETCH (UID 7 BODY[] ', Literal(b"words"), b' X "a \\\\"b\\\\"" NIL)'])
    [b'*', b'5', b'FETCH', [b'UID', b'7', b'BODY[]', b'words', b'X', b'a "b"', None]]
    """
    top: list[Value] = []
    open_lists = [top]
    for piece in pieces:
        if isinstance(piece, Literal):
            open_lists[-1].append(piece.content)
        else:
            _read(piece, open_lists)
    if len(open_lists) != 1:
        raise NoImap("a list is not closed")
    return top


def _read(text: bytes, open_lists: list[list[Value]]) -> None:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            raise NoImap("a quotation is not closed")
        at = found.end()
        if found[1] == b"(":
            _open(open_lists)
        elif found[1] == b")":
            if len(open_lists) == 1:
                raise NoImap("a list is closed that was never opened")
            open_lists.pop()
        elif found[2] is not None:
            open_lists[-1].append(re.sub(rb"\\(.)", rb"\1", found[2], flags=re.DOTALL))
        else:
            open_lists[-1].append(None if found[3].upper() == b"NIL" else found[3])


def _open(open_lists: list[list[Value]]) -> None:
    if len(open_lists) > _DEEPEST:
        raise NoImap("lists within lists without end")
    inner: list[Value] = []
    open_lists[-1].append(inner)
    open_lists.append(inner)


def pairs(told: Value) -> dict[bytes, Value]:
    """A list of names and values as a mapping, names in upper case.

    >>> pairs([b"uid", b"7", b"FLAGS", []])
    {b'UID': b'7', b'FLAGS': []}
    """
    if not isinstance(told, list):
        return {}
    return {name.upper(): told[n + 1] for n, name in enumerate(told[:-1]) if n % 2 == 0 and isinstance(name, bytes)}


def number(told: Value) -> int:
    """A count, 0 where it is none.

    >>> number(b"12"), number(None), number(b"-1")
    (12, 0, 0)
    """
    return int(told) if isinstance(told, bytes) and told.isdigit() and len(told) < 20 else 0


def quoted(words: str) -> bytes:
    """Words as a quoted string. Raises NoImap where it cannot be one.

    >>> quoted('a "b"')
    b'"a \\\\"b\\\\""'
    """
    if not words.isascii() or any(sign in words for sign in "\r\n\0"):
        raise NoImap("it has letters that IMAP cannot ask for")
    return b'"' + words.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'


def shown(name: str) -> str:
    """The name of a folder as people write it (modified UTF-7, RFC 3501, 5.1.3).

    >>> shown("Entw&APw-rfe"), shown("R&-D"), shown("&broken-")
    ('Entwürfe', 'R&D', '&broken-')
    """
    return _SHIFTED.sub(_unshifted, name)


def _unshifted(found: re.Match[str]) -> str:
    if not found[1]:
        return "&"
    try:
        return f"+{found[1].replace(',', '/')}-".encode().decode("utf-7")
    except (UnicodeError, BadBase64):
        return found[0]


def spoken(name: str) -> str:
    """The name of a folder as IMAP writes it.

    >>> spoken("Entwürfe"), spoken("R&D")
    ('Entw&APw-rfe', 'R&-D')
    """
    return _NOT_PRINTED.sub(_shift, name)


def _shift(found: re.Match[str]) -> str:
    if found[0] == "&":
        return "&-"
    packed = base64.b64encode(found[0].encode("utf-16-be", "replace")).decode().rstrip("=")
    return f"&{packed.replace('/', ',')}-"


def uid_set(uids: Sequence[int]) -> bytes:
    """Numbers in order, as IMAP names several.

    >>> uid_set([1, 2, 3, 7, 9, 10])
    b'1:3,7,9:10'
    """
    runs: list[list[int]] = []
    for uid in uids:
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return b",".join(b"%d:%d" % (first, last) if last > first else b"%d" % first for first, last in runs)

"""The files of an X archive: JavaScript that assigns a list, `window.YTD.tweets.part0 = [ … ]`, in parts."""

import re
from collections.abc import Iterator

import msgspec

MAX_FILE = 2 << 30
_ASSIGNED = re.compile(rb"window\.(?:YTD\.(\w+?)\.part\d+|__THAR_CONFIG)\s*=\s*")
_BEFORE = b"\xef\xbb\xbf \t\r\n"
_FIRST_KEY = re.compile(rb'\{\s*"(\w+)"\s*:')
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
CONFIG = "config"


def is_ytd(head: bytes) -> bool:
    """Whether a file that begins so is one of an X archive.

    >>> is_ytd(b"window.YTD.like.part0 = [ ]"), is_ytd(b"let a = 1")
    (True, False)
    """
    return _ASSIGNED.match(head.lstrip(_BEFORE)) is not None


def kind_of(head: bytes) -> str:
    """What a file holds: `tweets`, `like`, …, `config` for the manifest, empty where it is something else.

    >>> kind_of(b"window.YTD.direct_messages_group.part0 = [")
    'direct_messages_group'
    """
    found = _ASSIGNED.match(head.lstrip(_BEFORE))
    return "" if found is None else (found[1] or CONFIG.encode()).decode()


def assignments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What is assigned in a file, one or several, as (kind, value). A line break within a value is always escaped.

    >>> list(assignments(b"window.YTD.like.part0 = [ 1 ]\\nwindow.YTD.follower.part0 = [ 2 ]"))
    [('like', b'[ 1 ]'), ('follower', b'[ 2 ]')]
    """
    data = data.lstrip(_BEFORE)
    found = [m for m in _ASSIGNED.finditer(data) if m.start() == 0 or data[m.start() - 1] in b"\r\n"]
    ends = [match.start() for match in found[1:]] + [len(data)]
    for match, end in zip(found, ends, strict=True):
        yield (match[1] or CONFIG.encode()).decode(), data[match.end() : end].strip(b" \t\r\n;")


def elements(value: bytes) -> list[bytes]:
    """The elements of a list as bytes, each to be decoded on its own.

    Where the list is cut or one of its elements is damaged, it is parted where elements begin: with the same first key
    as the first one. Within a string such a beginning would have its quotes escaped.

    >>> elements(b'[{"like": {"tweetId": "1"}}, {"like": {"tweetId": "2')
    [b'{"like": {"tweetId": "1"}}', b'{"like": {"tweetId": "2']
    """
    try:
        return [bytes(raw) for raw in _LIST.decode(value)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _parted(value)


def _parted(value: bytes) -> list[bytes]:
    first = _FIRST_KEY.search(value)
    if first is None:
        return [value] if value.strip(b"[] \t\r\n") else []
    begin = re.compile(rb'\{\s*"' + first[1] + rb'"\s*:')
    starts = [match.start() for match in begin.finditer(value)]
    return [_trimmed(value[a:b]) for a, b in zip(starts, [*starts[1:], len(value)], strict=True)]


def _trimmed(piece: bytes) -> bytes:
    return piece.rstrip(b" \t\r\n,]")

"""JSON of programs that cut a text between the two halves of one letter."""

import re
from typing import Any, Final

import msgspec

_PAIR: Final = rb"u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE: Final = re.compile(rb"\\(?:" + _PAIR + rb"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL)


def whole(raw: bytes) -> Any:
    """What the JSON in `raw` says, half a letter read as the sign for one that is lost. Raises msgspec.DecodeError.

    >>> whole(rb'["a\\ud83d", "\\ud83d\\ude00"]') == ["a\ufffd", "\U0001f600"]
    True
    """
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode(_ESCAPE.sub(_mended, raw))


def _mended(escape: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if escape["half"] else escape[0]

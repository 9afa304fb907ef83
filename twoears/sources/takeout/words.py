"""What a comment says: Takeout writes its text as pieces of JSON, plain words, mentions and links in their order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from twoears.lib.html import clean, plain
from twoears.lib.urls import is_web

_MOST = 5000  # pieces of one comment
_MAX_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class Words:
    """The text, the channels it names and the addresses it links to."""

    text: str
    channels: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


def words(cell: str) -> Words:
    """What a cell says, in any of the forms that Takeout has had; what is no JSON is plain text.

    >>> words('{"text":"Does it "},{"text":"run?","bold":true}').text
    'Does it run?'
    >>> words('{"takeoutSegments":[{"text":"See "},{"text":"this","link":{"linkUrl":"https://norrvik.example/"}}]}').links
    ('https://norrvik.example/',)
    >>> words("Nice {pump}").text
    'Nice {pump}'
    """
    pieces = list(_pieces(_decoded(cell)))
    if not pieces:
        return Words(plain(cell)[:_MAX_TEXT].strip())
    text = "".join(_text(piece) for piece in pieces)
    return Words(
        clean(text)[:_MAX_TEXT].strip(),
        tuple(dict.fromkeys(filter(None, (_within(piece, "mention", "externalChannelId") for piece in pieces)))),
        tuple(dict.fromkeys(link for piece in pieces if is_web(link := _within(piece, "link", "linkUrl")))),
    )


def _decoded(cell: str) -> Any:
    """One object, or several with commas between them and no brackets round them."""
    if not cell.lstrip().startswith(("{", "[")):
        return None
    for form in (cell, f"[{cell}]"):
        try:
            return msgspec.json.decode(form)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            continue
    return None


def _pieces(value: Any) -> Iterator[dict[str, Any]]:
    waiting, met = [value], 0
    while waiting and met < _MOST:
        one = waiting.pop()
        met += 1
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            within = one.get("takeoutSegments") or one.get("segments")
            if isinstance(within, list):
                waiting += reversed(within)
            else:
                yield one


def _text(piece: dict[str, Any]) -> str:
    for value in (piece.get("text"), _within(piece, "emoji", "shortcode"), _within(piece, "link", "linkUrl")):
        if isinstance(value, str) and value:
            return value
    return ""


def _within(piece: dict[str, Any], name: str, inner: str) -> str:
    value = piece.get(name)
    found = value.get(inner) if isinstance(value, dict) else ""
    return clean(found)[:2000] if isinstance(found, str) else ""

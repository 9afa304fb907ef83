"""Answers of Bluesky's API: their lists, and each item of them heard or set aside."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from twoears.sources.bluesky.shape import NotAPost
from twoears.sources.reading import CannotRead, Heard, SetAside

_MAX_RAW: Final = 65536


def items(answer: Mapping[str, Any], name: str) -> list[Any]:
    """The list that an answer holds; raises `CannotRead`."""
    items = answer.get(name)
    if not isinstance(items, list):
        raise CannotRead(f"The answer of Bluesky has no {name!r}. Is it a Bluesky server? We look again later.")
    return items


def tolerant(item: Any, shape: Any) -> Iterator[Heard]:
    """What `shape` makes of `item`, or why it cannot."""
    try:
        found = list(shape(item)) if isinstance(item, dict) else None
    except NotAPost as error:
        yield _aside(item, str(error))
        return
    if found is None:
        yield _aside(item, f"A post is an object, this is a {type(item).__name__}.")
        return
    yield from found


def _aside(item: Any, reason: str) -> SetAside:
    post = item.get("post", item) if isinstance(item, dict) else {}
    name = str(post.get("uri") or "bluesky.json")[:500] if isinstance(post, dict) else "bluesky.json"
    raw = msgspec.json.encode(item)
    return SetAside(
        name=name, reason=reason, advice="Leave it out, or mend the record and read it again.", raw=raw[:_MAX_RAW]
    )

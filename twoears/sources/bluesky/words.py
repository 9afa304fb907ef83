"""How Bluesky wants words: counted as people count letters, with links, names and tags by their place in bytes."""

import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Final

LONGEST: Final = 300  # letters as people count them (app.bsky.feed.post: maxGraphemes)
MOST_BYTES: Final = 3000
_KEY_LETTERS: Final = "234567abcdefghijklmnopqrstuvwxyz"
_JOINS: Final = frozenset({"Mn", "Me", "Mc"})
_JOINER: Final = "\u200d"


def letters(text: str) -> int:
    """How many letters `text` has as people see them: signs that are put together count as one.

    After Unicode's rules for emoji, flags, accents and vowel signs (UAX #29), without those for Hangul in parts and for
    some clusters of India; the server counts again.

    >>> letters("Grüße"), letters("👩‍👩‍👧‍👦🇸🇪"), letters("e\\u0301"), letters("नमस्ते")
    (5, 2, 1, 4)
    """
    count, joined, half_flag = 0, False, False
    for sign in text:
        is_flag = "\U0001f1e6" <= sign <= "\U0001f1ff"
        continues = joined or _clings(sign) or (is_flag and half_flag)
        half_flag = is_flag and not half_flag
        joined = sign == _JOINER
        count += not continues
    return count


def _clings(sign: str) -> bool:
    if sign < "\u0300":
        return False
    tone_or_tag = "\U0001f3fb" <= sign <= "\U0001f3ff" or "\U000e0020" <= sign <= "\U000e007f"
    return tone_or_tag or sign == _JOINER or unicodedata.category(sign) in _JOINS


def record_key(key: str, since: datetime) -> str:
    """The name under which our act is kept: the same at every try, so that a second one writes the same record.

    It has the form of a TID, the only one that the kinds of record we write may have, and lies in the second in which
    we first tried, so that it stands in order among those that apps make; its 30 lowest bits are made from `key`.
    https://atproto.com/specs/tid

    >>> record_key("a", datetime(2026, 3, 1, 9, tzinfo=UTC))
    '3mfyesznzfj4f'
    """
    drawn = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
    number = (int(since.timestamp()) * 1_000_000 + drawn % 1_000_000) << 10 | (drawn // 1_000_000) % 1024
    return "".join(_KEY_LETTERS[number >> shift & 31] for shift in range(60, -1, -5))


def facets(text: str, did_of: Callable[[str], str]) -> list[dict[str, Any]]:
    """Links, tags and names in `text` with their places in bytes; `did_of` gives the did of a handle, or nothing."""
    from atproto_client.utils import facet_detection  # type: ignore[import-untyped]

    found = [facet.model_dump(by_alias=True, exclude_none=True) for facet in facet_detection.detect_facets(text)]
    found += _names(facet_detection.detect_mentions(text), did_of)
    return sorted(found, key=lambda facet: int(facet["index"]["byteStart"]))


def _names(mentions: list[Any], did_of: Callable[[str], str]) -> Iterator[dict[str, Any]]:
    for mention in mentions:
        did = did_of(str(mention.handle).lower())
        if did:
            yield {
                "$type": "app.bsky.richtext.facet",
                "index": {"byteStart": mention.byte_start, "byteEnd": mention.byte_end},
                "features": [{"$type": "app.bsky.richtext.facet#mention", "did": did}],
            }


def moment(at: datetime) -> str:
    """A time as records have it.

    >>> moment(datetime(2026, 3, 1, 9, tzinfo=UTC))
    '2026-03-01T09:00:00.000Z'
    """
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

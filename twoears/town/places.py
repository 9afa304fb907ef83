"""How each network names accounts and posts, so that ids look as real sources give them."""

from datetime import UTC, datetime
from typing import Final

from twoears.activities.values import Actor
from twoears.town.chance import mixed

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz234567"  # base 32 as in a DID
_SORTED: Final = "234567abcdefghijklmnopqrstuvwxyz"  # base 32 whose order is that of the numbers, as in record keys
_X_EPOCH: Final = 1_288_834_974_657  # milliseconds; where x.com's post numbers start to count


def bluesky_id(number: int) -> str:
    """A `did:plc:` of 24 letters.

    >>> len(bluesky_id(5))
    32
    """
    return "did:plc:" + _base32(mixed(number, 1) << 64 | mixed(number, 2), 24, _LETTERS)


def fediverse_id(server: str, handle: str) -> str:
    """The actor id that a server of the fediverse gives."""
    return f"https://{server}/users/{handle}"


def post_id(author: Actor, at: float, salt: int) -> tuple[str, str]:
    """(id, url) of a post by `author` at `at` (seconds, UTC); `salt` keeps apart two of the same millisecond."""
    network, low = author.network, mixed(salt, int(at))
    thousandth = int(at) * 1000 + low % 1000
    if network == "x":
        key = f"{author.id}/status/{(thousandth - _X_EPOCH) << 22 | (low >> 10) & 0x3FFFFF}"
        return key, key
    if network == "fediverse":
        number = thousandth << 16 | (low >> 10) & 0xFFFF
        return f"{author.id}/statuses/{number}", f"{author.url}/{number}"
    if network == "bluesky":
        key = _base32((thousandth * 1000 + (low >> 10) % 1000) << 10 | (low >> 20) & 0x3FF, 13, _SORTED)
        return f"at://{author.id}/app.bsky.feed.post/{key}", f"https://bsky.app/profile/{author.handle}/post/{key}"
    if network == "linkedin":
        number = thousandth << 22 | (low >> 10) & 0x3FFFFF
        key = f"https://www.linkedin.com/feed/update/urn:li:activity:{number}"
        return key, key
    if network == "mail":
        return f"mid:{thousandth:x}.{low:x}@{author.mail.partition('@')[2]}", ""
    return f"https://halden.example/blog/{datetime.fromtimestamp(at, UTC):%Y/%m}/{low % 10**9}", ""


def _base32(number: int, length: int, letters: str) -> str:
    return "".join([letters[number >> 5 * at & 31] for at in range(length - 1, -1, -1)])

"""Short public names for things whose own key is long, the same on every machine."""

from base64 import b32encode
from hashlib import blake2b


def short_id(prefix: str, key: str) -> str:
    """A stable name of 16 letters for `key`, e.g. for an address line.

    >>> short_id("c", "https://x.com/ann/status/1")
    'c_fpw7h73i66eic7ct'
    """
    digest = blake2b(key.encode("utf8", "surrogatepass"), digest_size=10).digest()
    return f"{prefix}_{b32encode(digest).decode().lower()}"

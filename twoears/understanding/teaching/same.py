"""When two posts say the same: the words are, whoever is addressed and whatever address stands behind them."""

import re
import unicodedata
from hashlib import sha256
from typing import Final

_LEFT_OUT: Final = re.compile(r"https?://\S+|www\.\S+|(?<![\w@])@[\w.@-]+|^\s*RT\b:?", re.IGNORECASE | re.MULTILINE)
_READ: Final = 4000  # characters, as far as readers read
_CORE: Final = 60


def digest(words: str) -> str:
    """The same for texts that say the same.

    >>> digest("@acme It is  broken https://t.co/1") == digest("RT @ann It is broken")
    True
    >>> digest("It is broken") == digest("It was broken")
    False
    """
    folded = unicodedata.normalize("NFKC", _LEFT_OUT.sub(" ", words[:_READ])).casefold()
    return sha256(" ".join(folded.split()).encode("utf8", "surrogatepass")).hexdigest()[:40]


def core(words: str) -> str:
    """The longest stretch that every copy has letter by letter, to look them up by; empty where there is none.

    >>> core("@acme The export is broken again https://t.co/1 and again")
    'The export is broken again'
    """
    lines = (part.strip() for part in re.split(r"\s{2,}|\n", _LEFT_OUT.sub("\n", words[:_READ])))
    return max(lines, key=len, default="")[:_CORE]

"""When two posts say the same: the words are, whoever is addressed and whatever address stands behind them."""

import re
import unicodedata
from hashlib import sha256
from typing import Final

_LEFT_OUT: Final = re.compile(r"https?://\S+|www\.\S+|(?<![\w@])@[\w.@-]+|^\s*RT\b:?", re.IGNORECASE | re.MULTILINE)
_READ: Final = 4000  # characters, as far as readers read
_LONGEST: Final = 60
_WORDS: Final = 5


def digest(words: str) -> str:
    """The same for texts that say the same.

    >>> digest("@acme It is  broken https://t.co/1") == digest("RT @ann It is broken")
    True
    >>> digest("It is broken") == digest("It was broken")
    False
    """
    folded = unicodedata.normalize("NFKC", _LEFT_OUT.sub(" ", words[:_READ])).casefold()
    return sha256(" ".join(folded.split()).encode("utf8", "surrogatepass")).hexdigest()[:40]


def shared(words: str) -> tuple[str, ...]:
    """Long words that every copy has, in capitals or not, to look them up by; empty where there is none.

    Words, not a stretch of them: a copy may break its lines elsewhere. In ASCII first: those have one form only.

    >>> shared("@acme The export is  broken again https://t.co/1")
    ('export', 'broken', 'again', 'The', 'is')
    """
    told = dict.fromkeys(word[:_LONGEST] for word in _LEFT_OUT.sub(" ", words[:_READ]).split())
    return tuple(sorted(told, key=lambda word: (not word.isascii(), -len(word)))[:_WORDS])

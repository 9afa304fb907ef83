"""Words as people type them: folded to plain letters, with addresses, handles and tags found, each in its place.

Everything here keeps one code point one code point, so that a place in what was read is a place in what was written.
"""

import re
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

DROPPED = 0  # what carries no word: accents standing alone, joiners, marks of direction, apostrophes
SPACE = 32
ADDRESS, HANDLE, TAG = 1, 2, 3  # what an address, a handle and the sign of a hashtag are folded to
WORD, DECIMAL, ALPHA, BLANK, CAPITAL = 1, 2, 4, 8, 16  # what `shapes` says of a code point
LOWERED = 0x20000  # code points below which `lowered` says how they are written small; above none is
SHAPED = 0x40000  # code points below which letters and digits stand
_BASIC = 0x10000
# Each branch begins with its own sign, so that the search can leap from one to the next.
_MARKS = re.compile(r"https?://[^\s<>]+|www\.[^\s<>]+|<email>|<phone>|@\w[\w.@-]*|#")
_BEFORE_AT = re.compile(r"[\w.+-]{1,64}\Z")
_SAME = {
    **dict.fromkeys("\u2018\u2019\u201b\u0060\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d", '"'),
    **dict.fromkeys("\uff1f\u061f\u037e", "?"),
    **dict.fromkeys("\u3002\u2026", "."),
    "\uff01": "!", "\u00df": "s", "\u0131": "i",
}  # fmt: skip
_STEERS = ("Cc", "Cf", "Cs")
_JOINERS = "\u200c\u200d"
_WORDLESS = re.compile(r"@\S|\d")
_NO_WORDS = re.compile(r"(?:https?://|www\.)\S+|[#<>_*~`|]")


def _folded(letter: str) -> int:
    letter = _SAME.get(letter, letter)
    kind = unicodedata.category(letter)
    if letter == "'" or kind in ("Mn", "Cf", "Cs"):
        return DROPPED
    if kind[0] in "ZC":
        return SPACE
    if kind == "Nd":
        return ord("0")
    return ord(unicodedata.normalize("NFD", letter.lower())[0])


@cache
def folding() -> NDArray[np.uint32]:
    """For each code point below 65,536 how it is read: lower case, no accents, one digit, one kind of quotation mark.

    >>> [chr(folding()[ord(letter)]) for letter in "É7”"]
    ['e', '0', '"']
    """
    return np.fromiter((_folded(chr(code)) for code in range(_BASIC)), dtype=np.uint32, count=_BASIC)


@cache
def letters() -> NDArray[np.bool_]:
    """For each code point below 65,536 whether it is part of a word (a letter or a digit).

    >>> [bool(letters()[ord(letter)]) for letter in "a7?"]
    [True, True, False]
    """
    return np.fromiter((chr(code).isalnum() for code in range(_BASIC)), dtype=np.bool_, count=_BASIC)


@cache
def shapes() -> NDArray[np.uint8]:
    """For each code point below SHAPED the sum of WORD, DECIMAL, ALPHA, BLANK and CAPITAL, as Python asks.

    >>> [int(shapes()[ord(sign)]) for sign in "aA7_ \u00bd?"]
    [5, 21, 3, 0, 8, 1, 0]
    """
    every = _every(SHAPED)
    asked = (
        (WORD, str.isalnum),
        (DECIMAL, str.isdecimal),
        (ALPHA, str.isalpha),
        (BLANK, str.isspace),
        (CAPITAL, str.isupper),
    )
    found = np.zeros(SHAPED, dtype=np.uint8)
    for value, ask in asked:
        found |= np.fromiter(map(ask, every), dtype=np.bool_, count=SHAPED).astype(np.uint8) * np.uint8(value)
    return found


@cache
def lowered() -> NDArray[np.int32]:
    """For each code point below LOWERED how it is written small; -1 where that hangs on its neighbours, or is two.

    >>> [int(lowered()[ord(sign)]) for sign in "Ä\u03a3\u0130"]
    [228, -1, -1]
    """
    small = [sign.lower() for sign in _every(LOWERED)]
    found = np.fromiter((ord(one) if len(one) == 1 else -1 for one in small), dtype=np.int32, count=LOWERED)
    found[0x3A3] = -1  # the sigma at the end of a word is another one
    return found


def _every(count: int) -> str:
    return np.arange(count, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _mark(text: str, start: int, end: int) -> tuple[int, int, int]:
    sign = text[start]
    if sign == "#":
        return start, end, TAG
    if sign != "@":
        return start, end, ADDRESS
    mail = _BEFORE_AT.search(text, max(0, start - 64), start)
    return (mail.start(), end, ADDRESS) if mail else (start, end, HANDLE)


def marks(text: str) -> list[tuple[int, int, int]]:
    """Where addresses, handles and the signs of hashtags stand, as (start, end, ADDRESS | HANDLE | TAG).

    >>> marks("@acme see https://acme.example #now or me@acme.example")
    [(0, 5, 2), (10, 30, 1), (31, 32, 3), (39, 54, 1)]
    """
    return [_mark(text, *found.span()) for found in _MARKS.finditer(text)]


def only_words(text: str) -> str:
    """`text` on one line without addresses, handles, signs and digits: what tells its language.

    >>> only_words("@acme läuft das\\nauch auf https://acme.example #Linux?")
    'läuft das auch auf Linux?'
    """
    # Word by word: one pattern over the whole would take time squared in the length of a word.
    words = " ".join(word for word in text.split() if not _WORDLESS.search(word))
    return " ".join(_NO_WORDS.sub(" ", words).split())


def listed(words: str) -> frozenset[str]:
    """The words of a list that is written as one text, with blanks between.

    >>> sorted(listed("von van"))
    ['van', 'von']
    """
    return frozenset(words.split())


def one_line(words: str, most: int = 0) -> str:
    """`words` on one line, cut between words after `most` characters: what strangers write steers nobody.

    Control characters and marks of direction are dropped; joiners stay, as scripts and faces are written with them.

    >>> one_line("Bob\\r\\nBcc: all@acme.example\\u202e"), one_line("Does the FX-3 hold calibration?", 20)
    ('Bob Bcc: all@acme.example', 'Does the FX-3 hold…')
    """
    flat = "".join(c for c in " ".join(words.split()) if c in _JOINERS or unicodedata.category(c) not in _STEERS)
    if not most or len(flat) <= most:
        return flat
    return (flat[: most - 1].rsplit(" ", 1)[0] or flat[: most - 1]) + "…"


def place(words: str) -> int:
    """The place in a list that an address names; the start where it names none.

    >>> place("40"), place(""), place("²"), place("9" * 30)
    (40, 0, 0, 0)
    """
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else 0


def whole(words: str) -> int | None:
    """The number that somebody wrote, as a row of the database may have it; None where it is none.

    `str.isdigit` is true of `²` too, which `int` does not take.

    >>> whole("40"), whole("²"), whole("٣"), whole("-1"), whole(""), whole("9" * 30)
    (40, None, None, None, None, None)
    """
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 19 else None

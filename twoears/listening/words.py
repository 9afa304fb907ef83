"""Text cut into words, the same for queries and for what is said.

A word is a run of letters and digits. In writing without spaces (Han, Kana, Thai, Lao, Khmer, Burmese) each letter is a
word, and so is an emoji. Words are folded by one rule: no case, no accents, no compatibility forms, digits of all
writings alike. Apostrophes, hyphens and underscores part words: Acme's is "acme s".
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.listening.said import BREAK

APART, LETTER, SINGLE, DROPPED, BREAKS = range(5)
GAP: Final = 128  # places between two strings that are read as one; more than NEAR may ask for
LONGEST: Final = 128  # letters of a word that are read
TABLE: Final = 0x20000  # code points that have a row in the tables; above are rare ideographs, tags and private signs
IDEOGRAPHS_END, TAGS, TAGS_END = 0x40000, 0xE0000, 0xF0000
EXPANDED: Final = 4  # letters that one letter may become, as in the Roman numeral eight
_ACCENTS = (
    *((0x300, 0x36F), (0x483, 0x489), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670), (0x6D6, 0x6ED)),
    *((0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F)),
)
_UNSPACED = (
    *((0xE00, 0xEFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3021, 0x303B)),
    *((0x3040, 0x312F), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F)),
    *((0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0x1B000, 0x1B16F)),
)
_TATWEEL, _FIRST_SIGN, _SKINS = "\u0640", 0x2190, range(0x1F3FB, 0x1F400)


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is compared, where it stands in the text (characters), and its place among the words."""

    key: str
    start: int
    end: int
    place: int


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    found = bisect_right(ranges, (code, 0x110000)) - 1
    return found >= 0 and code <= ranges[found][1]


@lru_cache(maxsize=1 << 14)
def kind(letter: str) -> int:
    """What a code point is to a word: APART, LETTER, SINGLE (a word of its own), DROPPED or BREAKS.

    >>> [kind(one) for one in ("a", " ", "京", "\\u0301", "😀", "'")] == [LETTER, APART, SINGLE, DROPPED, SINGLE, APART]
    True
    """
    code = ord(letter)
    if code >= TABLE:
        return SINGLE if code < IDEOGRAPHS_END else DROPPED if TAGS <= code < TAGS_END else APART
    sort = unicodedata.category(letter)
    if sort in ("Cf", "Cs") or letter == _TATWEEL or code in _SKINS or (sort[0] == "M" and _within(code, _ACCENTS)):
        return DROPPED
    if sort[0] in "LMN":
        return SINGLE if (sort[0] != "N" or sort == "Nl") and _within(code, _UNSPACED) else LETTER
    if sort == "So" and code >= _FIRST_SIGN:
        return SINGLE
    return BREAKS if letter == BREAK else APART


@lru_cache(maxsize=1 << 14)
def folded(letter: str) -> str:
    """A letter as it is compared, one to four code points.

    >>> [folded(one) for one in ("É", "ß", "Ａ", "٣", "が", "Й")]
    ['e', 'ss', 'a', '3', 'が', 'и']
    """
    if ord(letter) >= TABLE:
        return letter
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    apart = unicodedata.normalize("NFKD", letter.casefold()).casefold()
    plain = unicodedata.normalize("NFC", "".join(one for one in apart if kind(one) != DROPPED))
    most = 1 if kind(letter) == SINGLE else EXPANDED
    good = 0 < len(plain) <= most and all(kind(one) in (LETTER, SINGLE) for one in plain)
    return plain if good else letter


def tokens(text: str) -> list[Token]:
    """The words of `text` in order. A break puts GAP places between the word before and the word after it.

    >>> [(word.key, word.start, word.end) for word in tokens("Straße’s café: 東京👍🏽")]
    [('strasse', 0, 6), ('s', 7, 8), ('cafe', 9, 13), ('東', 15, 16), ('京', 16, 17), ('👍', 17, 19)]
    """
    return cut(text, kind, folded)


def cut(text: str, kind: Callable[[str], int], folded: Callable[[str], str]) -> list[Token]:
    """The same with other rules for single letters, as a query has them for its wildcards."""
    found: list[Token] = []
    letters: list[str] = []
    start = end = place = 0
    for at, letter in enumerate(text):
        what = kind(letter)
        if what == DROPPED:
            end, found = _longer(found, letters, end, at)
            continue
        if letters and what != LETTER:
            found.append(Token("".join(letters)[:LONGEST], start, end, place))
            letters, place = [], place + 1
        if what == SINGLE:
            found.append(Token(folded(letter), at, at + 1, place))
            place, end = place + 1, at + 1
        elif what == LETTER:
            start = at if not letters else start
            end = at + 1
            letters.append(folded(letter))
        elif what == BREAKS:
            place += GAP
    if letters:
        found.append(Token("".join(letters)[:LONGEST], start, end, place))
    return found


def _longer(found: list[Token], letters: list[str], end: int, at: int) -> tuple[int, list[Token]]:
    """An accent or a skin directly behind a word is marked with it."""
    if end != at:
        return end, found
    if not letters and found:
        last = found[-1]
        found[-1] = Token(last.key, last.start, at + 1, last.place)
    return at + 1, found


@dataclass(frozen=True, slots=True)
class Tables:
    """The rules above for each code point below TABLE.

    `folds` is the folded code point, or minus the place in `folds` where a count and that many code points stand.
    """

    kinds: NDArray[np.uint8]
    folds: NDArray[np.int32]


@cache
def tables() -> Tables:
    """Made once a process, in about a fifth of a second."""
    kinds = np.zeros(TABLE, dtype=np.uint8)
    folds = np.arange(TABLE, dtype=np.int32)
    extras: list[int] = []
    for code in range(TABLE):
        letter = chr(code)
        kinds[code] = what = kind.__wrapped__(letter)
        if what not in (LETTER, SINGLE):
            continue
        codes = [ord(one) for one in folded.__wrapped__(letter)]
        folds[code] = codes[0] if len(codes) == 1 else -(TABLE + len(extras))
        if len(codes) > 1:
            extras += [len(codes), *codes]
    return Tables(kinds, np.concatenate((folds, np.array(extras, dtype=np.int32))))

"""Names and handles as they can be compared: in plain letters, cut into words."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from twoears.lib.text import listed
from twoears.people.matching.nicknames import FORMS

MOST: Final = 200
"""Letters of a name that are looked at; whoever writes more is not called that."""
_WORDS: Final = 5
_CYRILLIC: Final = (
    "а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch"
    " ш sh щ shch ъ - ы y ь - э e ю yu я ya і i ї i є e ґ g ў u ђ dj ј j љ lj њ nj ћ c џ dz"
)
_GREEK: Final = "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o"
_LATIN: Final = "ß ss ø o æ ae œ oe đ d ð d ł l þ th ı i ħ h"
_ROWS: Final = f"{_CYRILLIC} {_GREEK} {_LATIN}".split()
_PLAIN: Final = str.maketrans(dict(zip(_ROWS[::2], (to.strip("-") for to in _ROWS[1::2]), strict=True)))
_ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]|[|•·—–].*|\s-\s.*|\s@\s?.*|, (?:ph\.?d|m\.?d|mba|msc|cpa)\b.*")
_NO_WORD: Final = re.compile(r"[\W_]+")
_TITLES: Final = listed(
    "dr prof professor mr mrs ms mx sir dame lord lady rev herr frau ing dipl phd md mba jr sr ii iii rep sen hon"
)
# In front of a handle or behind it, where five letters at least are left.
_AROUND: Final = re.compile(
    r"^(?:the|real|official|its|iam|mr|dr|prof|hey|ask|rep|sen|senator|congressman|congresswoman)+(?=[a-z]{5})"
    r"|(?<=[a-z]{5})(?:official|online|writes|tweets|hq|tv)$"
)
_UMLAUTS: Final = re.compile(r"(?<=[aou])e(?=[a-z])")


def plain(text: str) -> str:
    """`text` in small Latin letters without accents, as far as there is a way to write it so; at most `MOST` letters.

    >>> plain("Ольга Ćosić"), plain("Ελένη Straße")
    ('olga cosic', 'eleni strasse')
    """
    if text.isascii():
        return text[:MOST].lower()
    small = unicodedata.normalize("NFKC", text[:MOST]).casefold()
    # Accents go first: what is left is in the tables.
    bare = "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c))
    return bare.translate(_PLAIN)[:MOST]


@lru_cache(maxsize=100_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name, without titles and what stands beside it.

    >>> words("Dr. Ann-Marie Ek (she/her) | Norrvik"), words("🐟"), words("EK, Ann")
    (('ann', 'marie', 'ek'), (), ('ann', 'ek'))
    """
    bare = _ASIDE.sub(" ", plain(name))
    last, comma, first = bare.partition(",")
    turned = f"{first} {last}" if comma and len(last.split()) <= 2 and len(first.split()) in (1, 2) else bare
    # Signs of direction and control would part a word that nobody sees parted.
    seen = "".join(c for c in turned if unicodedata.category(c) not in ("Cf", "Cc")) if not turned.isascii() else turned
    found = [word for word in _NO_WORD.split(seen.replace("'", "")) if word and not word.isdigit()]
    return tuple(word for word in found if word not in _TITLES)[:_WORDS] or tuple(found[:_WORDS])


def root(word: str) -> str:
    """The one form for all forms of a word of a name: nicknames, and umlauts written as two letters.

    >>> root("bill"), root("mueller"), root("muller")
    ('william', 'muller', 'muller')
    """
    return FORMS.get(word) or _UMLAUTS.sub("", word)


def ends(name: str) -> tuple[str, str]:
    """The first and the last word of a name; the last is empty where there is one word only.

    >>> ends("Ann Marie Ek"), ends("Ann"), ends("")
    (('ann', 'ek'), ('ann', ''), ('', ''))
    """
    found = words(name)
    return (found[0], found[-1]) if len(found) > 1 else (found[0], "") if found else ("", "")


def bare(handle: str) -> str:
    """A handle without its server, without signs between letters and without words that go with any name.

    Of a domain it is the first part.

    >>> bare("@Ann_Ek@norrvik.example"), bare("annek.bsky.social"), bare("TheRealAnnEk"), bare("theo")
    ('annek', 'annek', 'annek', 'theo')
    """
    whole = _NO_WORD.sub("", plain(_local(handle)))[:64]
    return _AROUND.sub("", whole) or whole


def parted(handle: str) -> tuple[str, str]:
    """The given and the family name that a handle spells with a sign between them; else nothing.

    >>> parted("ann.ek77@norrvik.example"), parted("annek"), parted("a-b-c")
    (('ann', 'ek'), ('', ''), ('', ''))
    """
    found = [re.sub(r"\d.*", "", part) for part in _NO_WORD.split(plain(_local(handle))) if part]
    found = found[:2] if len(found) == 3 and len(found[2]) < 2 else found
    if len(found) != 2 or min(len(part) for part in found) < 2:
        return "", ""
    return found[0], found[1]


def _local(handle: str) -> str:
    local = handle.strip()[:MOST].removeprefix("@").partition("@")[0].partition("+")[0]
    return local.partition(".")[0] if local.count(".") > 1 else local


def pieces(handle: str) -> tuple[str, ...]:
    """What stands between the signs of a handle, in letters, where that is long enough to mean somebody.

    >>> pieces("jthorncroft_e30"), pieces("ann_ek")
    (('jthorncroft',), ())
    """
    found = (re.sub(r"\d.*", "", part) for part in _NO_WORD.split(plain(_local(handle))))
    return tuple(part for part in found if len(part) > 5)

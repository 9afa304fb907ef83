"""What is found in a text, and what a workspace knows beforehand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

# For each kind, by what it is told, and what is left out.
KIND_GROUNDS: Final = {
    "person": ("a given name before a family name; a title such as Mr or Frau; who turned to us", "one name alone"),
    "company": (
        'a legal form; University and the like; behind "works at"; known everywhere, by a list; organisations heard',
        "names that are words: Apple, Delta",
    ),
    "product": (
        "letters and figures (FX-3); a list of names that are a product's own, with their number (iPhone 12)",
        "flights, seats, norms; most products that are a word",
    ),
    "place": (
        "countries, states of the USA, and cities of 250,000 or more where nothing else is called so; others behind "
        '"in" and the like, with their country, or beside another place',
        "streets, buildings; what is written small",
    ),
    "price": ("a sign, a code or a word of a currency, and a number", "numbers alone; cents and crowns"),
    "date": (
        "day, month and year in figures or words; from the post's own day: tomorrow, next Friday, two weeks ago; "
        "English, German, French, Spanish, Italian",
        '"on Monday", 3/4/2026 in English, feasts, hours',
    ),
    "handle": ("`@` and a name; the address of a profile on a network that we know", "names without a sign"),
    "link": ("`https://`, `http://` or `www.`", "addresses without one of these"),
    "mail": ("a name, `@`, and a host", "addresses that are spelled out"),
}
KINDS: Final = tuple(KIND_GROUNDS)
READ: Final = 4_000  # characters of a text that are read
MOST: Final = 50  # entities of one text
LONGEST: Final = 200  # characters of a key or of a name
_LONGEST_NAME: Final = 6  # words of a name that a workspace knows
Named = tuple[tuple[str, ...], str, str]  # the words after the first, the kind, the key


class NotNamed(ValueError):
    """The words are no kind and key of an entity, such as `place:berlin`."""


@dataclass(frozen=True, slots=True)
class Entity:
    """`name` as it stands at `start` to `end` (in characters) of the text; `key` is what makes two the same.

    `probability` is how often such a find is right; `reason` says in a few words why it was taken for one.
    """

    kind: str
    name: str
    key: str
    start: int
    end: int
    probability: float
    reason: str


@dataclass(frozen=True, slots=True)
class Known:
    """Names that a workspace knows, by their first word."""

    names: Mapping[str, tuple[Named, ...]] = field(default_factory=dict)


def known_names(people: Iterable[str] = (), companies: Iterable[str] = (), products: Iterable[str] = ()) -> Known:
    """Names to be known again in texts. A person is known by two words or more: a given name alone is anybody's.

    >>> sorted(known_names(people=["Ann Berg", "Bob"], companies=["Norrvik"]).names)
    ['Ann', 'Norrvik']
    """
    found: dict[str, list[Named]] = {}
    for kind, names, fewest in (("person", people, 2), ("company", companies, 1), ("product", products, 1)):
        for name in dict.fromkeys(names):
            words = name.split()
            if fewest <= len(words) <= _LONGEST_NAME and len(name) >= 3 and words[0][:1].isupper():
                found.setdefault(words[0], []).append((tuple(words[1:]), kind, name.casefold()[:LONGEST]))
    # The longest first: "Ann Berg Larsen" before "Ann Berg".
    return Known({first: tuple(sorted(named, key=lambda one: -len(one[0]))) for first, named in found.items()})


def asked_for(words: str) -> tuple[str, str]:
    """The kind and the key that `place:berlin` asks for; raises NotNamed.

    >>> asked_for("place:Berlin"), asked_for("price:eur 20.00")
    (('place', 'berlin'), ('price', 'EUR 20.00'))
    """
    kind, _, key = words.strip().partition(":")
    kind, key = kind.strip().casefold(), " ".join(key.split())
    if kind not in KINDS or not key:
        raise NotNamed(f"{words[:60]!r} names nothing. Write it as kind:key, such as place:berlin; the kinds are "
                       f"{', '.join(KINDS)}.")  # fmt: skip
    return kind, key.upper() if kind in ("price", "date") else key.casefold()

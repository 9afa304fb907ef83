"""One thing that was said, cut into words zone by zone, each when it is first asked for."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from twoears.listening.facts import HELD, fits, values
from twoears.listening.said import BREAK, Said
from twoears.listening.tree import is_pattern
from twoears.listening.words import Token, tokens


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` of what stands in `field` of Said; of the `item`-th where there are several."""

    field: str
    item: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Words from the place `first` to the place `last`, both included."""

    first: int
    last: int


def handle_words(handle: str) -> str:
    """The part of a handle that names the account: the server's name is no word about its author.

    >>> handle_words("@ann@town.example")
    '@ann'
    """
    return handle[:1] + handle[1:].split("@", 1)[0]


def strings(zone: str, said: Said) -> list[tuple[str, Sequence[str]]]:
    """What a zone consists of: names of fields, and the strings in each.

    >>> strings("author", Said(name="Ann", handle="ann@town.example"))
    [('name', ['Ann']), ('handle', ['ann'])]
    """
    match zone:
        case "text":
            return [("text", [said.text]), ("title", [said.title])]
        case "title":
            return [("title", [said.title])]
        case "author":
            return [("name", [said.name]), ("handle", [handle_words(said.handle)])]
        case "url":
            return [("url", [said.url])]
        case "links":
            return [("links", said.links)]
    return [("place", [said.place])]


def joined(zone: str, said: Said) -> str:
    """A zone as one string, with a break between its parts.

    >>> joined("author", Said(name="Ann", handle="ann@town.example")) == "Ann\\x1eann"
    True
    """
    # A break inside a text is none: a hostile text could ask for places without end.
    return BREAK.join(text.replace(BREAK, " ") for _, texts in strings(zone, said) for text in texts)


class Zone:
    """The words of one zone, and where each of them stands."""

    def __init__(self, zone: str, said: Said) -> None:
        self.parts = [(field, item, text) for field, texts in strings(zone, said) for item, text in enumerate(texts)]
        self.tokens: list[Token] = tokens(joined(zone, said))
        self.at: dict[str, list[int]] = {}
        for token in self.tokens:
            self.at.setdefault(token.key, []).append(token.place)

    def places(self, word: str) -> list[int]:
        """The places of a word, which may be a pattern, in order."""
        if not is_pattern(word):
            return self.at.get(word, [])
        return sorted(place for key, places in self.at.items() if fits(word, key) for place in places)

    def stretches(self, words: Sequence[str]) -> list[Stretch]:
        """Where `words` stand one after the other."""
        found = set(self.places(words[0]))
        for step, word in enumerate(words[1:], 1):
            found &= {place - step for place in self.places(word)}
        return [Stretch(first, first + len(words) - 1) for first in sorted(found)]

    def spans(self, stretch: Stretch) -> list[Span]:
        """The characters of the words in `stretch`."""
        return [self._span(token) for token in self.tokens if stretch.first <= token.place <= stretch.last]

    def _span(self, token: Token) -> Span:
        starts = [0]
        for _, _, text in self.parts:
            starts.append(starts[-1] + len(text) + len(BREAK))
        which = bisect_right(starts, token.start) - 1
        field, item, _ = self.parts[which]
        return Span(field, item, token.start - starts[which], token.end - starts[which])


class Heard:
    """What was said, as queries look at it. The words of a zone are found once."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self._zones: dict[str, Zone] = {}

    def zone(self, name: str) -> Zone:
        """The words of a zone."""
        if name not in self._zones:
            self._zones[name] = Zone(name, self.said)
        return self._zones[name]

    def values(self, field: str) -> tuple[str, ...]:
        """What a field that is compared as a whole holds."""
        return values(field, HELD[field](self.said))

"""From signs to the tree. NEAR binds before NOT, NOT before AND, AND before OR; words side by side mean AND."""

import re
from typing import Final

from twoears.listening.errors import QueryError
from twoears.listening.facts import meant
from twoears.listening.signs import Sign, signs
from twoears.listening.tree import (
    FACTS,
    And,
    Fact,
    Followers,
    Near,
    Node,
    Not,
    Or,
    Query,
    Raw,
    Reach,
    Run,
    Window,
    all_of,
    any_of,
    is_pattern,
)  # fmt: skip
from twoears.listening.words import LETTER, Token, cut, folded, kind

MAX_DEPTH: Final = 50  # brackets within brackets
MAX_TERMS: Final = 2_000
MAX_WITHIN: Final = 100  # words that NEAR may span
MAX_PHRASE: Final = 40
_WHOLE_NAMES: Final = {"hashtag": "#", "mention": "@", "from": "@"}  # the sign that people type before the name
_STARS: Final = 4  # stars in one word
_STANDS: Final = "word", "quoted", "field", "range", "open", "not"
_WILD: Final = re.compile(r"[*?]{2,}")


def parse(text: str) -> Query:
    """The query that `text` says. Raises QueryError.

    >>> parse("acme pump OR valve") == parse("(acme AND pump) OR valve")
    True
    """
    root = _Parser(text).whole()
    if _deep(root) > MAX_DEPTH:
        suggestion = "Say it in fewer, or make two queries of it."
        raise QueryError(f"There are more than {MAX_DEPTH} brackets within each other.", text, 0, 1, suggestion)
    return Query(root, text)


def _deep(node: Node) -> int:
    """How many brackets stand within each other once all are written, also where AND is read before OR."""
    match node:
        case And(parts) | Or(parts):
            return max((_deep(part) + isinstance(part, And | Or) for part in parts), default=0)
        case Not(part):
            return _deep(part) + isinstance(part, And | Or)
        case Near(spots):
            return int(any(len(spot) > 1 for spot in spots))
    return 0


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.signs = signs(text)
        self.next = 0
        self.depth = 0
        self.terms = 0

    def fail(self, message: str, sign: Sign, suggestion: str = "", instead: str | None = None) -> QueryError:
        return QueryError(message, self.text, sign.at, sign.length, suggestion, instead)

    def peek(self) -> Sign:
        return self.signs[self.next]

    def take(self) -> Sign:
        sign = self.signs[self.next]
        self.next += 1
        return sign

    def whole(self) -> Node:
        if self.peek().kind == "end":
            raise self.fail("The query is empty.", self.peek(), "Write a word, for example the name of a product.")
        node = self.either("")
        if self.peek().kind == "close":
            suggestion = "Leave it out, or write ( before."
            raise self.fail("No bracket was opened for this one.", self.peek(), suggestion, "")
        return node

    def either(self, field: str) -> Node:
        parts = [self.both(field)]
        while self.peek().kind == "or":
            self.take()
            parts.append(self.both(field))
        return any_of(parts)

    def both(self, field: str) -> Node:
        parts = [self.one(field)]
        while self.peek().kind == "and" or self.peek().kind in _STANDS:
            if self.peek().kind == "and":
                self.take()
            parts.append(self.one(field))
        return all_of(parts)

    def one(self, field: str) -> Node:
        denials = []
        while self.peek().kind == "not":
            denials.append(self.take())
        if len(denials) > MAX_DEPTH:
            raise self.fail(f"NOT stands {len(denials)} times in a row.", denials[0], "Once is enough.")
        node = self.chain(field)
        for sign in reversed(denials):
            node = Not(node, sign.at)
        return node

    def chain(self, field: str) -> Node:
        first = self.peek()
        node = self.primary(field)
        if self.peek().kind != "near":
            return node
        spots, reaches = [self.spot(node, first)], []
        while self.peek().kind == "near":
            near, first = self.take(), self.signs[self.next]
            reaches.append(Reach(self.within(near, 1), near.text == "ordered"))
            spots.append(self.spot(self.primary(field), first))
        zones = {run.zone for spot in spots for run in spot}
        if len(zones) > 1:
            raise self.fail("NEAR joins words of one field only.", near, "Write title:(a NEAR/5 b).")
        return Near(tuple(spots), tuple(reaches), near.at)

    def spot(self, node: Node, sign: Sign) -> tuple[Run, ...]:
        parts = node.parts if isinstance(node, Or) else (node,)
        found = tuple(part for part in parts if isinstance(part, Run))
        if len(found) < len(parts):
            suggestion = 'For example (pump OR valve) NEAR/5 "very loud". Join the rest with AND.'
            raise self.fail("NEAR joins words, phrases, and brackets that hold only OR.", sign, suggestion)
        return found

    def within(self, sign: Sign, least: int) -> int:
        if not least <= sign.number <= MAX_WITHIN:
            message = f"The distance here goes from {least} to {MAX_WITHIN} words, and this is {sign.number}."
            raise self.fail(message, sign)
        return sign.number

    def primary(self, field: str) -> Node:
        sign = self.take()
        match sign.kind:
            case "open":
                return self.group(sign, field)
            case "field":
                return self.named(sign, field)
            case "word" | "quoted":
                return self.leaf(sign, field)
            case "range":
                raise self.fail("A range belongs behind followers:.", sign, "Write followers:[1000 TO *].")
        raise self.lost(sign)

    def lost(self, sign: Sign) -> QueryError:
        if sign.kind == "end":
            last = self.signs[max(0, self.next - 2)]
            return self.fail(
                "Here something is missing after the last word.", last, "Write what follows, or leave it out.", ""
            )
        if sign.kind == "close":
            return self.fail("Before this bracket something is missing.", sign, "Write a word, or leave it out.")
        if sign.kind == "not":
            suggestion = "Join words with NEAR, and what must not be there with AND NOT."
            return self.fail("NOT cannot stand in NEAR.", sign, suggestion)
        word = "NEAR" if sign.kind == "near" else sign.text
        suggestion = f'If it is a word, write it small or as "{word}".'
        return self.fail(f"Before {word} a word is missing.", sign, suggestion)

    def group(self, opened: Sign, field: str) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(f"There are more than {MAX_DEPTH} brackets within each other.", opened)
        if self.peek().kind == "close":
            raise self.fail("There is nothing between these brackets.", opened, "Leave them out.")
        node = self.either(field)
        if self.take().kind != "close":
            raise self.fail("This bracket is never closed.", opened, "Write ) where it ends.")
        self.depth -= 1
        return node

    def named(self, sign: Sign, outer: str) -> Node:
        if self.is_signed(sign, outer):
            return self.leaf(self.take(), outer)
        if outer:
            raise self.fail(f"A field cannot stand inside {outer}:( ).", sign, "Close the bracket before it.")
        following = self.take()
        if self.is_signed(following, sign.text):
            following = self.take()
        if sign.text == "raw":
            return self.raw(following)
        if sign.text == "followers":
            return self.followers(following)
        if following.kind == "open":
            return self.group(following, sign.text)
        if following.kind not in ("word", "quoted"):
            raise self.fail(f"After {sign.text}: a word is missing.", sign, "Write the word directly behind the colon.")
        return self.leaf(following, sign.text)

    def is_signed(self, sign: Sign, field: str) -> bool:
        """Whether this is the sign before a name that `field` takes without one, as in hashtag:#pumps."""
        return sign.kind == "field" and sign.length == 1 and self.text[sign.at] == _WHOLE_NAMES.get(field)

    def raw(self, sign: Sign) -> Node:
        self.count(sign)
        if sign.kind != "quoted" or not sign.text.strip() or sign.number >= 0:
            raise self.fail("raw: needs a quotation.", sign, 'For example raw:"C++".')
        return Raw(sign.text, sign.at)

    def followers(self, sign: Sign) -> Node:
        self.count(sign)
        suggestion = "For example followers:[1000 TO 50000], or followers:[1000 TO *] without an end."
        if sign.kind != "range":
            raise self.fail("followers: needs a range of numbers.", sign, suggestion)
        low, high = (None if word == "*" else int(word) for word in sign.text.split())
        if low is not None and high is not None and low > high:
            turned = f"[{high} TO {low}]"
            raise self.fail("This range ends before it begins.", sign, f"Did you mean {turned}?", turned)
        return Followers(low, high, sign.at)

    def count(self, sign: Sign) -> None:
        self.terms += 1
        if self.terms > MAX_TERMS:
            raise self.fail(f"A query may have {MAX_TERMS:,} words.", sign, "Make two queries of it.")

    def leaf(self, sign: Sign, field: str) -> Node:
        if field in FACTS:
            return self.fact(sign, field)
        written = f'"{" ".join(sign.text.split())}"' if sign.kind == "quoted" else sign.text
        zone = field or "text"
        if sign.number >= 0:
            return self.window(sign, zone)
        return self.run(sign, sign.text, zone, written)

    def fact(self, sign: Sign, field: str) -> Node:
        self.count(sign)
        try:
            value = meant(field, sign.text)
        except ValueError as error:
            raise self.fail(f"{field}: cannot be compared with this.", sign, str(error)) from error
        self.limit(sign, value)
        return Fact(field, value, sign.at)

    def window(self, sign: Sign, zone: str) -> Node:
        runs = tuple(self.run(sign, word, zone, word) for word in sign.text.split())
        if len(runs) < 2:
            raise self.fail("Between ~ and its quotation marks two words are needed.", sign, 'For example "a b"~5.')
        self.within(sign, sum(len(run.words) for run in runs) - 1)
        return Window(runs, sign.number, " ".join(sign.text.split()), sign.at)

    def run(self, sign: Sign, text: str, zone: str, written: str) -> Run:
        words = self.words(sign, text)
        for _ in words:
            self.count(sign)
        if len(words) > MAX_PHRASE:
            raise self.fail(f"A phrase may have {MAX_PHRASE} words, and this has {len(words)}.", sign)
        return Run(words, zone, written, sign.at)

    def words(self, sign: Sign, text: str) -> tuple[str, ...]:
        found = cut(text, _kind, _folded)
        for word, before in zip(found, [None, *found], strict=False):
            self.check(sign, word, before)
        if not found:
            very = f'raw:"{text.strip()}"' if text.strip() else None
            suggestion = f"To find these very characters write {very}." if very else ""
            raise self.fail("There is no word here.", sign, suggestion, very)
        return tuple(_WILD.sub(_ordered, word.key) for word in found)

    def check(self, sign: Sign, word: Token, before: Token | None) -> None:
        """Refuse patterns that would find nearly everything, or that mean nothing."""
        key, bare = word.key, word.key.strip("*?")
        if not bare and before and before.end == word.start:
            suggestion = "Leave it out: in writing without spaces, and for emoji, a part is found anyway."
            raise self.fail("Here * and ? have no meaning.", sign, suggestion)
        self.limit(sign, key)
        if key[0] in "*?" and key[-1] in "*?":
            raise self.fail("A word may begin or end with * or ?, not both.", sign, "Write out one end of it.")

    def limit(self, sign: Sign, key: str) -> None:
        """Refuse wildcards that find nearly everything, and more of them than anybody means."""
        if is_pattern(key) and len(key.strip("*?")) < 2:
            raise self.fail(f"{key} stands for nearly every word.", sign, "Write at least two letters with it.")
        if key.count("*") > _STARS:
            raise self.fail(f"A word may have {_STARS} stars.", sign)


def _kind(letter: str) -> int:
    return LETTER if letter in "*?" else kind(letter)


def _folded(letter: str) -> str:
    return letter if letter in "*?" else folded(letter)


def _ordered(wild: re.Match[str]) -> str:
    """`*?` and `?**` are the same: one letter or more."""
    return "?" * wild[0].count("?") + ("*" if "*" in wild[0] else "")

"""A small generative grammar: rules with alternatives, choices inside them, slots and numbers.

A file holds `= rule` lines, each followed by its alternatives, one a line. Inside a line `{a|b}` is one or the other
(nested if need be), `{3..9}` a whole number, `{name}` what the facts say or what the rule of that name yields.
Lines that start with `%%` are notes to the reader.
"""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import compile as pattern
from typing import Final, TypeAlias

from twoears.town.chance import Luck

WORDS = Path(__file__).parent / "words"
_RANGE = pattern(r"(-?\d+)\.\.(-?\d+)")
_NAME = pattern(r"[a-z][a-z0-9.]*")


@dataclass(frozen=True, slots=True)
class Slot:
    """What the facts say, or a rule."""

    name: str


@dataclass(frozen=True, slots=True)
class Between:
    """A whole number, both ends possible."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several phrases."""

    phrases: "tuple[Phrase, ...]"


Part: TypeAlias = str | Slot | Between | Choice
Phrase: TypeAlias = tuple[Part, ...]
Facts: TypeAlias = MutableMapping[str, str]

KEPT: Final = {
    name: name for name in ("count", "helper", "rival", "firmware", "order", "offset", "them", "colleague")
} | {name + again: name for name in ("room", "goods", "audit", "event", "site", "day") for again in ("", "2")}
"""Slots that are filled once and then stay so for the whole conversation, and the rule that fills them."""
_FREE: Final = frozenset({"day"})  # "on Friday" may be another Friday in the next sentence


class Grammar:
    """The rules of one language."""

    def __init__(self, rules: Mapping[str, tuple[Phrase, ...]], language: str = "") -> None:
        self.rules = rules
        self.language = language

    def knows(self, name: str) -> bool:
        """Whether there is a rule of this name."""
        return name in self.rules

    def say(self, name: str, luck: Luck, facts: Facts) -> str:
        """What rule `name` yields with `facts`; KeyError where neither knows a slot.

        >>> Grammar(rules_of(["= hi", "{Good|Good} {day}"])).say("hi", Luck(1), {"day": "Monday"})
        'Good Monday'
        """
        said: list[str] = []
        phrases = self.rules[name]
        self._walk(phrases[int(luck() * len(phrases))], luck, facts, said)
        return "".join(said)

    def say_this(self, name: str, number: int, luck: Luck, facts: Facts) -> str:
        """What the alternative `number` of rule `name` yields; numbers go round where there are fewer."""
        said: list[str] = []
        phrases = self.rules[name]
        self._walk(phrases[number % len(phrases)], luck, facts, said)
        return "".join(said)

    def _walk(self, phrase: Phrase, luck: Luck, facts: Facts, said: list[str]) -> None:
        for part in phrase:
            if type(part) is str:
                said.append(part)
            elif type(part) is Choice:
                phrases = part.phrases
                self._walk(phrases[int(luck() * len(phrases))], luck, facts, said)
            elif type(part) is Between:
                said.append(str(part.low + luck.below(part.high - part.low + 1)))
            elif isinstance(part, Slot):
                said.append(self.fact(part.name, luck, facts))

    def fact(self, name: str, luck: Luck, facts: Facts) -> str:
        """What the facts hold under `name`, else what its rule yields; what is to stay the same is added to the facts.

        Where the facts name a `trade`, the rule of that trade goes before the general one.
        """
        held = facts.get(name)
        if held is not None:
            return held
        rule = KEPT.get(name, name)
        own = f"{rule}.{facts.get('trade', '')}"
        said = self.say(own if own in self.rules else rule, luck, facts)
        if name in KEPT and name not in _FREE:
            facts[name] = said
        return said


def rules_of(lines: Iterable[str]) -> dict[str, tuple[Phrase, ...]]:
    """The rules that `lines` hold.

    >>> rules_of(["= cold", "{-4..-1} in {room}"])
    {'cold': ((Between(low=-4, high=-1), ' in ', Slot(name='room')),)}
    """
    found: dict[str, list[Phrase]] = {}
    rule: list[Phrase] = []
    for line in lines:
        text = line.rstrip("\n")
        if text.startswith("= "):
            rule = found.setdefault(text[2:].strip(), [])
        elif not text.startswith("%%"):
            rule.append(_phrase(text))
    return {name: tuple(phrases) for name, phrases in found.items()}


@cache
def grammar(language: str) -> Grammar:
    """The grammar of `language`, from its files in `words`; what holds in any language is in `any.txt`.

    >>> grammar("en").knows("ask.battery")
    True
    """
    lines = [line for file in sorted(WORDS.glob(f"{language}.*txt")) for line in _lines(file)]
    return Grammar(rules_of(_lines(WORDS / "any.txt")) | rules_of(lines), language)


def languages() -> tuple[str, ...]:
    """The languages that the town speaks.

    >>> "en" in languages()
    True
    """
    return tuple(sorted({file.name.split(".")[0] for file in WORDS.glob("*.txt")} - {"any", "names"}))


def _lines(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8") as lines:
        yield from lines


def _phrase(text: str) -> Phrase:
    phrase, rest = _parts(text, inside=False)
    if rest:
        raise ValueError(f"A bracket is closed that was not opened: {text!r}. Mend the line.")
    return phrase[0]


def _parts(text: str, *, inside: bool) -> tuple[list[Phrase], str]:
    """The phrases up to the bracket that closes, and what follows it."""
    phrases: list[Phrase] = []
    phrase: list[Part] = []
    while text:
        plain = _until(text, "{|}" if inside else "{}")
        if plain:
            phrase.append(text[:plain])
        mark, text = text[plain : plain + 1], text[plain + 1 :]
        if mark == "{":
            options, text = _parts(text, inside=True)
            phrase.append(_part(options))
        elif mark == "|":
            phrases.append(tuple(phrase))
            phrase = []
        elif mark == "}":
            return [*phrases, tuple(phrase)], text if inside else mark
    if inside:
        raise ValueError("A bracket is opened and not closed. Mend the line.")
    return [*phrases, tuple(phrase)], ""


def _until(text: str, marks: str) -> int:
    return next((at for at, letter in enumerate(text) if letter in marks), len(text))


def _part(options: list[Phrase]) -> Part:
    if len(options) > 1:
        return Choice(tuple(options))
    word = options[0][0] if len(options[0]) == 1 and isinstance(options[0][0], str) else ""
    ends = _RANGE.fullmatch(word)
    if ends:
        return Between(int(ends[1]), int(ends[2]))
    if not _NAME.fullmatch(word):
        raise ValueError(f"A bracket holds neither a name nor a choice nor a range: {options[0]!r}. Mend the line.")
    return Slot(word)

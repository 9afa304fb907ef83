"""What speaks for and against a pair, in plain words."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.people.matching.columns import Columns
from twoears.people.matching.levels import COMPARISONS, LEVELS
from twoears.people.matching.values import Profile, Reason

_LONG: Final = 60
_CALLED: Final[dict[str, str]] = {
    "name: same": "both are called {called}{others}",
    "name: nickname": "{one} may be a form of {two}{others}",
    "name: initial": "{one} may be {two} in short",
    "name: near": "{one} is spelled nearly as {two}",
    "name: in the handle": "the handle or mail address of one spells the name of the other: {called}{others}",
    "name: half in the handle": "the handle or mail address of one ends in the family name of the other: {called}",
    "name: one word": "{one} and {two} have one name in common",
    "name: given name only": "the family names differ: {one}, {two}",
    "name: family name only": "the given names differ: {one}, {two}",
    "name: other": "the names differ: {one}, {two}",
    "handle: same": "the handles are the same: {handle}",
    "handle: same, from the name": "the handles are the same, and more than a name: {handle}",
    "handle: same rest": "beside the name the handles have the same: {handles}",
    "handle: both from the name": "both handles are made of the name: {handles}",
    "handle: alike": "the handles are alike: {handles}",
    "handle: one has more": "one handle has something beside the name: {handles}",
    "handle: rests differ": "beside the name the handles differ: {handles}",
    "handle: other": "the handles differ: {handles}",
    "mail: same": "the same mail address: {mail}",
    "mail: other": "the mail addresses differ",
    "work: same domain": "the same domain: {work}",
    "work: same organisation": "the same organisation: {work}",
    "work: other": "the organisations or sites differ",
    "link: each": "each gives the address of the other",
    "link: one": "one gives the address of the other",
    "link: shared": "both give the same address: {link}",
    "bio: much": "both say much the same of themselves: {bio}",
    "bio: some": "both say of themselves: {bio}",
    "bio: nothing": "what they say of themselves has no word in common",
    "place: same": "the same place: {place}",
    "place: other": "the places differ: {one_place}, {two_place}",
    "hours: same": "both speak at the same hours of the day",
    "hours: other": "their days lie hours apart",
}
Wording = Callable[[str], str]


def reasons(
    columns: Columns,
    one: Profile,
    two: Profile,
    rows: tuple[int, int],
    levels: NDArray[np.int8],
    bits: NDArray[np.float64],
) -> tuple[Reason, ...]:
    """The reasons of a pair of rows, strongest first; `levels` and `bits` are its outcomes and what they weigh."""
    found = [
        Reason(_text(f"{name}: {LEVELS[name][level]}", columns, one, two, rows), round(float(weight), 2))
        for name, level, weight in zip(COMPARISONS, levels, bits, strict=True)
        if level
    ]
    return tuple(sorted(found, key=lambda reason: -abs(reason.weight)))


def _called(one: Profile) -> str:
    return one.name or one.handle or one.mail or ("a visitor" if one.network == "web" else one.uid)


def _text(kind: str, columns: Columns, one: Profile, two: Profile, rows: tuple[int, int]) -> str:
    pattern = _CALLED[kind]
    held = {
        "one": _short(_called(one)),
        "two": _short(_called(two)),
        "called": _short(max(one.name, two.name, key=lambda name: len(name.split())) or one.handle or one.mail),
        "handle": _short(one.handle or one.mail),
        "handles": f"{_short(one.handle or one.mail)}, {_short(two.handle or two.mail)}",
        "mail": _short(one.mail),
        "one_place": _short(one.place),
        "two_place": _short(two.place),
        "others": _others(columns, rows) if "{others}" in pattern else "",
    }
    if kind.startswith(("work", "link", "bio", "place: same")):
        held |= {
            name: _both(columns, rows, name) for name in ("work", "link", "bio", "place") if f"{{{name}}}" in pattern
        }
    return pattern.format(**held)


def _others(columns: Columns, rows: tuple[int, int]) -> str:
    full, people = columns.column("full"), columns.counts.people
    n = max((int(people[full[row]]) for row in rows if full[row] >= 0), default=1) - 1
    return f", as are {n} others at least" if n > 1 else ", as is another" if n == 1 else ""


def _both(columns: Columns, rows: tuple[int, int], name: str) -> str:
    """What both have, rarest first, at most three."""
    mine, theirs = (set(columns.held(name, row)) for row in rows)
    people = columns.counts.people
    words = columns.words.words
    shared = sorted(mine & theirs, key=lambda word: (people[word], words[word]))[:3]
    return ", ".join(_short(words[word][2:]) for word in shared)


def _short(text: str) -> str:
    """One line of printable letters, not too long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * _LONG]).split())
    return line if len(line) <= _LONG else f"{line[: _LONG - 1]}…"

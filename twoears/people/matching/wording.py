"""What two accounts can have in common or not, in plain words, and what each weighs: for people, not for programs."""

from dataclasses import dataclass
from typing import Final

from twoears.lib.counts import roughly
from twoears.people.matching.model import Model

OUTCOMES: Final[dict[str, str]] = {
    "name: same": "the same name",
    "name: nickname": "one name may be a form of the other",
    "name: initial": "one name may be the other in short",
    "name: near": "names spelled nearly alike",
    "name: in the handle": "the handle of one spells the name of the other",
    "name: half in the handle": "the handle of one ends in the family name of the other",
    "name: one word": "one name in common",
    "name: given name only": "the same given name, other family names",
    "name: family name only": "the same family name, other given names",
    "name: other": "other names",
    "handle: same": "the same handle",
    "handle: same, from the name": "the same handle, more than the name",
    "handle: same rest": "beside the name the handles have the same",
    "handle: both from the name": "both handles made of the name",
    "handle: alike": "handles that are alike",
    "handle: one has more": "one handle has something beside the name",
    "handle: rests differ": "beside the name the handles differ",
    "handle: other": "other handles",
    "mail: same": "the same mail address",
    "mail: other": "other mail addresses",
    "work: same domain": "the same domain",
    "work: same organisation": "the same organisation",
    "work: other": "other organisations or sites",
    "link: each": "each gives the address of the other",
    "link: one": "one gives the address of the other",
    "link: shared": "both give the same address",
    "bio: much": "both say much the same of themselves",
    "bio: some": "both say something alike of themselves",
    "bio: nothing": "profiles without a word in common",
    "place: same": "the same place",
    "place: other": "other places",
    "hours: same": "both speak at the same hours",
    "hours: other": "their days lie hours apart",
}
_LEAST: Final = 0.1  # bits below which nobody would notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A weight that was moved: of what, from how many bits to how many, and the same in words."""

    what: str
    before: float
    after: float
    was: str
    now: str


def moved(before: Model, after: Model) -> tuple[Moved, ...]:
    """The weights that are not what they were, the furthest moved first."""
    found = [
        Moved(what=OUTCOMES[key], before=was, after=now, was=in_words(was), now=in_words(now))
        for key, was in before.weights.items()
        if abs((now := after.weights[key]) - was) >= _LEAST
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.after - one.before), one.what)))


def in_words(bits: float) -> str:
    """A weight as it is said.

    >>> in_words(2.0), in_words(-3.0), in_words(0.05)
    ('4 times likelier of one person', '8 times likelier of two', 'tells nothing')
    """
    if abs(bits) < _LEAST:
        return "tells nothing"
    return f"{roughly(2 ** abs(bits))} times likelier of {'one person' if bits > 0 else 'two'}"

"""Which strangers to look at first, why, and how one might begin. Plain values in, plain values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from twoears.lib.intervals import Number, share

QUOTES: Final = 3
_FAR: Final = 4  # steps, where no chain of three or fewer is known
Start = Literal["answer", "ask", "join"]
STARTS: Final[dict[Start, str]] = {
    "answer": "Answer what they asked",
    "ask": "Ask for an introduction",
    "join": "Join in where they talk",
}
"""How one may begin: they asked and nobody answered; somebody whom we know talks with them, or
a chain of ties leads to them over others; neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoke:
    """A post of theirs that shows a need: `why` says which and how we know, `open` that they asked, unanswered."""

    post: int
    at: datetime
    why: tuple[str, ...]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody whom we have met and who has talked with the stranger: both ways, or only one."""

    person: str
    name: str
    times: int
    both: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """All that is known of a stranger: what shows a need, how they talk with others, and who of ours knows them.

    `steps`: how far they stand from us in the graph of ties, 1 to 3; 0 where no chain that short is known.
    """

    actor: int
    spoke: tuple[Spoke, ...]
    posts: int
    answers: int
    known: tuple[Known, ...]
    steps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """A stranger with the reasons to meet them. `talks`: how much of what they say answers others."""

    actor: int
    spoke: tuple[Spoke, ...]
    said: int
    talks: Number
    known: tuple[Known, ...]
    steps: int
    start: Start
    because: tuple[str, ...]


def worth(looked: Looked) -> Worth:
    """Why one may want to meet them, and how to begin.

    >>> from datetime import UTC
    >>> asked = Spoke(post=1, at=datetime(2026, 3, 1, tzinfo=UTC), why=("asks",), open=True)
    >>> made = worth(Looked(actor=7, spoke=(asked,), posts=4, answers=3, known=()))
    >>> made.start, made.because
    ('answer', ('asked, and nobody has answered', '3 of their 4 posts answer others'))
    """
    spoke = tuple(sorted(looked.spoke, key=lambda one: (one.open, one.at, one.post), reverse=True))
    known = tuple(sorted(looked.known, key=lambda one: (-one.both, -one.times, one.name)))
    return Worth(
        actor=looked.actor,
        spoke=spoke[:QUOTES],
        said=len(spoke),
        talks=share(
            looked.answers,
            looked.posts,
            key="talks",
            of="of what they said answers others",
            question="Do they talk with others?",
        ),
        known=known,
        steps=looked.steps,
        start="answer" if spoke[0].open else "ask" if known or looked.steps > 1 else "join",
        because=tuple(_because(looked, spoke, known)),
    )


def in_order(some: Iterable[Worth]) -> list[Worth]:
    """Who waits for an answer first; then who talks with somebody we know, then who stands fewest steps from us, then
    who answers others; the latest word first among equals.

    No number is made of it: each is asked in turn, and the first that differs decides.
    """
    return sorted(some, key=_questions, reverse=True)


def _questions(one: Worth) -> tuple[bool, bool, int, bool, datetime, int]:
    latest = one.spoke[0]
    return latest.open, bool(one.known), -(one.steps or _FAR), one.talks.k > 0, latest.at, one.actor


def _because(looked: Looked, spoke: tuple[Spoke, ...], known: tuple[Known, ...]) -> Iterable[str]:
    if spoke[0].open:
        yield "asked, and nobody has answered"
    if len(spoke) > 1:
        yield f"spoke of it {len(spoke)} times"
    if len(known) == 1:
        yield f"{known[0].name}, whom you know, {'talks' if known[0].both else 'has talked'} with them"
    elif known:
        yield f"{known[0].name} and {len(known) - 1} more whom you know have talked with them"
    if looked.answers:
        yield f"{looked.answers} of their {looked.posts} posts answer{'s' if looked.posts == 1 else ''} others"

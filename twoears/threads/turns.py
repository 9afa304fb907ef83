"""One thread, read in the order of speech: who asked us, who was answered, who still waits. Plain values in and out.

A turn of theirs is **said to us** when it names us, replies to us or to their own words to us, begins a thread in which
we speak, or was answered by us.
It **waits** when it is said to us and asks (a question or a request), complains, or gives us what we had asked for;
where the reader cannot tell whether it asks, or where it is a request or a complaint after we have spoken (an "all
right" is easily taken for one), it waits for a look of ours, and is left out of every ratio.
It is **answered** by our first later turn that replies to it or to the same person, names them, or is said to nobody in
particular. It stays open until then, or until the same person thanks without asking anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

ASKS: Final = frozenset({"question", "request"})
UNSURE: Final = "unsure"
CANNOT_TELL: Final = "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A post as a thread needs it. `key` and `reply_to` name posts, `author` and `names` name actors.

    `names_us` says that it names one of our accounts or is addressed to it; `complete` is False where it replies to a
    post that was not heard. `asks`, `complains`, `thanks` and `promotes` are what the readers made of it;
    `automatic` says that a program wrote it, such as an out-of-office note: it waits for nobody. `we` and `you` count
    the words of a post of ours that speak of us, and of them.
    """

    key: int
    author: int
    at: datetime
    ours: bool = False
    reply_to: int = 0
    complete: bool = True
    names: frozenset[int] = frozenset()
    names_us: bool = False
    asks: str = ""
    complains: bool = False
    thanks: bool = False
    promotes: bool | None = None
    automatic: bool = False
    we: int = 0
    you: int = 0


@dataclass(slots=True, kw_only=True)
class Turn:
    """What a post turned out to be. `waits` says why it waits (question, request, complaint, reply, unsure), empty if
    it does not.

    `begins` is "us" or "them" on the first turn of an exchange that both sides took part in. `replied_to` is the actor
    whom a turn of ours answers, `wrote_back_at` when that actor next wrote in this thread.
    """

    said: Said
    to_us: bool = False
    waits: str = ""
    open: bool = False
    answered_by: int = 0
    answered_at: datetime | None = None
    begins: str = ""
    replied_to: int = 0
    wrote_back_at: datetime | None = None


@dataclass(slots=True)
class _Thread:
    """What was said so far, by who it concerns: a thread may have fifty thousand turns, so none is looked for."""

    turns: dict[int, Turn] = field(default_factory=dict)
    waiting: dict[int, list[Turn]] = field(default_factory=dict)  # author -> turns that wait
    answers: dict[int, list[Turn]] = field(default_factory=dict)  # actor -> answers of ours that they have not met yet
    spoke: dict[int, int] = field(default_factory=dict)  # author of theirs -> place of their last turn
    last_of_theirs: int = 0  # who it was
    we_spoke: bool = False


def turns(posts: Sequence[Said]) -> list[Turn]:
    """The turns of one thread, in the order of speech.

    >>> from datetime import UTC
    >>> ask = Said(key=1, author=7, at=datetime(2026, 3, 1, 9, tzinfo=UTC), names_us=True, asks="question")
    >>> answer = Said(key=2, author=9, at=datetime(2026, 3, 1, 10, tzinfo=UTC), ours=True, reply_to=1)
    >>> [(t.waits, t.answered_by, t.open) for t in turns([answer, ask])]
    [('question', 2, False), ('', 0, False)]
    """
    # By time, then by key: sources give whole seconds, and what was recorded first was mostly said first.
    in_order = sorted(posts, key=lambda said: (said.at, said.key))
    we_speak = any(said.ours for said in in_order)
    taken_up = {said.reply_to for said in in_order if said.ours and said.reply_to}
    thread = _Thread()
    for position, said in enumerate(in_order):
        turn = Turn(said=said)
        thread.turns[said.key] = turn
        if said.ours:
            _we_speak(turn, thread)
        else:
            begins_with_us = position == 0 and we_speak
            turn.to_us = said.names_us or begins_with_us or said.key in taken_up or _replies_to_us(said, thread)
            _they_speak(turn, thread)
    _who_began(list(thread.turns.values()), we_speak)
    return list(thread.turns.values())


def _replies_to_us(said: Said, thread: _Thread) -> bool:
    parent = thread.turns.get(said.reply_to)
    if parent is not None:
        # Who goes on below their own words still speaks to us.
        return parent.said.ours or (parent.to_us and parent.said.author == said.author)
    # A flat thread, such as mail or comments: nobody is named, and we have spoken.
    return not said.reply_to and not said.names and thread.we_spoke


def _they_speak(turn: Turn, thread: _Thread) -> None:
    said = turn.said
    thread.spoke[said.author], thread.last_of_theirs = len(thread.turns), said.author
    for answer in thread.answers.pop(said.author, ()):
        answer.wrote_back_at = said.at
    if not turn.to_us:
        return
    turn.waits = _why_it_waits(said, thread)
    if turn.waits:
        turn.open = True
        thread.waiting.setdefault(said.author, []).append(turn)
    elif said.thanks:
        for settled in thread.waiting.pop(said.author, ()):
            settled.open = False


def _why_it_waits(said: Said, thread: _Thread) -> str:
    if said.automatic:
        return ""
    if said.asks == "question":
        return "question"
    if _gives_what_we_asked(said, thread):
        return "reply"
    first_contact = not thread.we_spoke
    if said.asks == "request" or said.complains:
        # Once we are talking, an "all right" or a story of theirs is easily taken for one: somebody looks, no ratio
        # counts it.
        return UNSURE if not first_contact else "request" if said.asks == "request" else "complaint"
    return UNSURE if first_contact and said.asks == CANNOT_TELL and not said.thanks else ""


def _gives_what_we_asked(said: Said, thread: _Thread) -> bool:
    """Whether it answers a question that we put to them, not one that we put to everybody."""
    parent = thread.turns.get(said.reply_to)
    asked = parent is not None and parent.replied_to == said.author and parent.said.asks == "question"
    return asked and not said.thanks


def _we_speak(turn: Turn, thread: _Thread) -> None:
    said = turn.said
    parent = thread.turns.get(said.reply_to)
    addressed = set(said.names)
    if parent is not None:
        addressed.add(parent.said.author)
    thread.we_spoke = True
    for author in addressed or list(thread.waiting):
        for waiting in thread.waiting.pop(author, ()):
            waiting.open = False
            waiting.answered_by, waiting.answered_at = said.key, said.at
    turn.replied_to = _whom_we_answer(parent, addressed, thread)
    if turn.replied_to:
        thread.answers.setdefault(turn.replied_to, []).append(turn)


def _whom_we_answer(parent: Turn | None, addressed: set[int], thread: _Thread) -> int:
    if parent is not None and not parent.said.ours:
        return parent.said.author
    if not addressed:
        return thread.last_of_theirs
    return max(addressed & thread.spoke.keys(), key=thread.spoke.__getitem__, default=0)


def _who_began(in_order: list[Turn], we_speak: bool) -> None:
    theirs_to_us = any(turn.to_us for turn in in_order)
    first = in_order[0]
    # Where the first turn answers something that was not heard, nobody can say who began.
    if we_speak and theirs_to_us and first.said.complete:
        first.begins = "us" if first.said.ours else "them"

"""How the command line tells of subjects, statements, and who agrees with what."""

from collections.abc import Sequence

from twoears.cli.opinions import say_all
from twoears.cli.saying import FEW, clean, hint, number_words, say, told_ago
from twoears.conversations.voices.pages.showing import (
    FromPosts,
    Marking,
    Quoted,
    StatementHeard,
    StatementProposed,
    SubjectShown,
)
from twoears.lib.counts import counted
from twoears.lib.intervals import Number
from twoears.lib.text import one_line

_WORDS = 200
_KINDS = {"query": "what a kept query hears", "words": "what a query finds", "need": "what was coded so"}
_BY = {
    "mark": "marked",
    "words": "in nearly these words",
    "reply": "by the answer it gives",
    "learnt": "learnt from marks",
}


def say_subjects(found: Sequence[SubjectShown]) -> None:
    """Each with its statements, whose numbers stand before them."""
    for one in found:
        say(f"{one.id}  {clean(one.name)}", "bold")
        likes = "; likes count" if one.likes_count else ""
        say(f"  {_KINDS[one.kind]}: {one_line(one.of, _WORDS)}{likes}", "dim")
        for statement in one.statements:
            say(f"  {statement.id}  “{clean(statement.words)}” · {counted(statement.marks, 'mark')}")
    if not found:
        say("No subject yet.")
        hint('Make one: twoears subjects make NAME --query "WORDS"')


def say_heard(found: FromPosts) -> None:
    """Statements with who agrees, the picture of groups, dissent in its words, and whom to ask."""
    answers = f" and {counted(found.answers, 'direct answer')} to them" if found.answers else ""
    left = f"; {counted(found.left_out, 'older post')} left out" if found.left_out else ""
    say(f"{clean(found.subject.name)}: {counted(found.posts, 'post')}{answers}{left}", "bold")
    for one in found.statements:
        _say_statement(one)
    say()
    if found.voices is None:
        say(f"No groups: {found.why_none}.")
    else:
        say_all(found.voices, from_posts=True)
        _say_dissent(found)
    if found.openings:
        say()
        say("Ask them: we cannot tell where they stand", "bold")
    for opening in found.openings:
        where = opening.speaker.conversation or opening.speaker.original
        say(f"  {clean(opening.speaker.name)}: {opening.why}; {counted(opening.posts, 'post')} on it  {where}".rstrip())


def _say_statement(one: StatementHeard) -> None:
    say()
    say(f"“{clean(one.statement.words)}”", "bold")
    agree, disagree, neither = (side.k for side in (one.sides.agree, one.sides.disagree, one.sides.cannot_tell))
    say(f"  {agree} agree, {disagree} disagree, of {neither} of {one.sides.agree.n} people it cannot be told")
    if one.sides.of_sides.n:
        say(f"  of those who take a side, {_of(one.sides.of_sides)} agree", "dim")
    for quote in (*one.agreeing, *one.disagreeing):
        _say_quote(quote)
    _say_right(one)


def _say_quote(quote: Quoted) -> None:
    say(f"  {quote.side}: “{one_line(quote.item.text, _WORDS)}”  {clean(quote.speaker.name)}, {quote.item.id}")
    sure = "" if quote.by == "mark" else f", likely {quote.probability:.0%}"
    say(f"    ∵ {'; '.join((_BY.get(quote.by, quote.by) + sure, *quote.reasons))}", "dim")


def _say_right(one: StatementHeard | Marking) -> None:
    if one.words_right.n:
        say(f"  {one.words_right.of}, of marked posts: {_of(one.words_right)}", "dim")
    if one.learnt_right.n:
        say(f"  {one.learnt_right.of}: {_of(one.learnt_right)}", "dim")
    if one.why_not:
        say(f"  nothing is learnt from marks: {one.why_not}", "dim")


def _say_dissent(found: FromPosts) -> None:
    say()
    say("Dissent worth hearing", "bold")
    if not found.dissent:
        say("Nobody speaks against what most surely hold.", "dim")
    for one in found.dissent:
        say(f"  against {one.against} they {one.side}: “{clean(one.words)}”")
        say(f"    so do {_of(one.quietly)}", "dim")
        for quote in one.quotes:
            _say_quote(quote)


def say_proposed(subject: int, found: Sequence[StatementProposed]) -> None:
    """Sentences that many are near to."""
    for one in found:
        say(f"“{clean(one.words)}”  {clean(one.item.who)}, {one.item.id}")
        say(f"  near to it: {_of(one.near)}", "dim")
    if not found:
        say("No sentence that three people are near to.")
    else:
        hint(f'Choose one: twoears subjects state {subject} "WORDS" --post POST')


def say_marking(found: Marking) -> None:
    """What to mark, and how right it would be so far."""
    say(f"“{clean(found.statement.words)}”", "bold")
    _say_right(found)
    for one in found.posts:
        say(f"{one.item.id}  {clean(one.item.who)} · {one.item.network} · {told_ago(one.item.at)}")
        say(f"  “{one_line(one.item.text, _WORDS)}”")
        told = f"{one.side}, likely {one.probability:.0%}, {_BY.get(one.by, one.by)}: " if one.by else ""
        say(f"  ∵ {told}{one.why}", "dim")
    for mark in found.marks:
        say(f"{mark.id}  {mark.side} · {clean(mark.member)} · “{one_line(mark.item.text, 80)}”", "dim")
    hint(f"Mark one: twoears subjects mark {found.statement.id} POST agree|disagree|neither")


def _of(number: Number) -> str:
    """Small counts as they are; else a share with its likely range."""
    return f"{number.k} of {number.n}" if number.n < FEW else number_words(number)

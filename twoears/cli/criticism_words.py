"""How the command line tells of criticism and improvements."""

from collections.abc import Sequence

from twoears.cli.saying import hint, number_words, say, told_ago
from twoears.conversations.criticism.pages.improving import Improvements
from twoears.conversations.criticism.pages.showing import (
    Critic,
    Criticism,
    Found,
    ImprovementShown,
    Laid,
    WholeImprovement,
)
from twoears.conversations.criticism.reckoning import Days, Figures, days_long
from twoears.lib.counts import counted
from twoears.lib.text import one_line

_WORDS = 160
_HEARD_BY = {"answer": "we answered", "delivery": "sent from here", "member": "answered there, as a member says"}


def plain(made: Improvements) -> dict[str, object]:
    """Improvements and what came of them, as JSON has them."""
    return {"improvements": made.improvements, "figures": made.figures}


def say_all(found: Found, made: Improvements) -> None:
    """Criticism that nothing takes up, by need; improvements; what came of them."""
    for group in found.groups:
        say(f"{group.name}: {number_words(group.people)} of those who criticise", "bold")
        say(f"  {counted(group.posts.k, 'post')}, {number_words(group.posts)}")
        for one in group.quotes[:1]:
            say(f"  “{one_line(one.item.text, _WORDS)}”  {one.item.id}")
    if not found.groups:
        say("No criticism waits to be taken up.")
    say(f"taken up by an improvement: {number_words(found.taken_up)}")
    for improvement in made.improvements:
        say_improvement(improvement)
    if not made.improvements:
        hint('Take some of it up: twoears criticism improve "TITLE" POST...')
        return
    say_figures(made.figures)


def say_posts(some: Sequence[Criticism], in_all: int) -> None:
    """Criticism, the latest first, and why it is taken for that."""
    for one in some:
        say(f"{one.item.id}  {one.item.who} · {one.item.network} · {told_ago(one.item.at)}", "bold")
        say(f"  {one_line(one.item.text, _WORDS)}")
        say(f"  ∵ {', '.join(one.why)}", "dim")
    if in_all > len(some):
        hint(f"and {in_all - len(some):,} more: --limit {in_all}")
    if not some:
        say("No criticism waits there.")


def say_improvement(one: ImprovementShown) -> None:
    """One line of what it is, one of what came of it."""
    whose = f", {one.owner}" if one.owner else ", nobody's"
    need = f" · for {one.need_name}" if one.need_name else ""
    say(f"{one.id:>4}  {one.title}: {one.state}{whose}{need}", "bold")
    if one.words:
        say(f"      {one_line(f'{one.words} {one.link}', _WORDS)}")
    heard = f" · heard back: {number_words(one.heard)}" if one.settled_at else ""
    say(f"      {counted(one.posts, 'post')} of criticism{heard}")


def say_whole(whole: WholeImprovement) -> None:
    """An improvement with its critics."""
    say_improvement(whole.improvement)
    for critic in whole.critics:
        _say_critic(critic)
    if whole.improvement.settled_at:
        say_figures(whole.figures)
        hint(f"Lay drafts ready, to edit and send: twoears criticism drafts {whole.improvement.id}")
    for change in whole.changes:
        say(f"      {change.id}: {change.what}{' (taken back)' if change.undone else ''}, {change.member}", "dim")


def _say_critic(critic: Critic) -> None:
    say(f"{critic.name} · {critic.network}  {critic.who}")
    for post in critic.said[:1]:
        say(f"  “{one_line(post.text, _WORDS)}”  {post.id}")
    if critic.heard_at:
        since = ", ".join(filter(None, (critic.tone, critic.stage)))
        say(f"  heard back {told_ago(critic.heard_at)}: {_HEARD_BY[critic.heard_by]}; since: {since}", "dim")
    elif not critic.way:
        say(f"  cannot be told: {critic.why_not}", "dim")
    else:
        ready = f"a draft of {critic.drafted_by} lies ready" if critic.drafted_by else "not told yet"
        where = f"twoears show {critic.conversation}" if critic.conversation else critic.original
        say(f"  {ready}: {where}", "dim")


def say_figures(figures: Figures) -> None:
    """What came of it. Afterwards, not because."""
    say(f"heard back: {number_words(figures.heard)}")
    say(f"from said to told: {days_words(figures.days)}")
    for words, number in (("warmer", figures.warmer), ("colder", figures.colder), ("stand closer", figures.stage)):
        aside = f" · cannot tell of {number.aside}" if number.aside else ""
        say(f"{words} since they heard back: {number_words(number)}{aside}")


def days_words(days: Days) -> str:
    """The middle wait, with its range and base.

    >>> days_words(Days(days=9.5, low=4.0, high=None, told=3, waiting=1))
    '9.5 days in the middle · likely 4.0 to more · 3 told, 1 waits'
    """
    waits = f"{days.waiting} wait{'s' if days.waiting == 1 else ''}"
    if days.days is None:
        return f"cannot tell · {days.told} told, {waits}"
    low = "less" if days.low is None else days_long(days.low)
    high = "more" if days.high is None else days_long(days.high)
    return f"{days_long(days.days)} days in the middle · likely {low} to {high} · {days.told} told, {waits}"


def say_laid(laid: Laid) -> None:
    """For whom a draft lies ready, and for whom not."""
    say(f"{counted(len(laid.ready), 'draft')} laid ready: {', '.join(laid.ready) or 'none'}")
    for name, why in laid.left_out:
        say(f"  {name}: {why}", "dim")
    hint("Nothing was sent. Read, edit and send each in its conversation.")

"""How the command line shows what queries find, and how far a long walk has come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from twoears.cli.saying import clean, err, out, say, told_ago
from twoears.jobs import catch_up
from twoears.lib.counts import counted
from twoears.queries.shown import HitShown


def say_hit(hit: HitShown) -> None:
    """One hit: who, where, when, and their words with those marked that matched."""
    judged = {True: " · meant", False: " · not meant", None: ""}[hit.right]
    again = f" · and {counted(hit.copies, 'copy', 'copies')}" if hit.copies else ""
    say(
        f"{hit.author} · {hit.network} · {told_ago(hit.at)}{again}{judged}  {hit.conversation or hit.url or hit.post}",
        "bold",
    )
    line, done = Text("  "), 0
    # Each piece is cleaned by itself: what strangers write must not move the marks.
    for start, end in hit.marks:
        line.append(clean(hit.words[done:start])).append(clean(hit.words[start:end]), "bold underline")
        done = max(done, end)
    out.print(line.append(clean(hit.words[done:])))
    say(f"  {hit.url}  post {hit.post}" if hit.url else f"  post {hit.post}", "dim")


def caught_up(*, quiet: bool) -> None:
    """Let everything heard be understood and asked, with a line that says how far that is."""
    with _bar(quiet) as bar:
        task = bar.add_task("understanding", total=None)
        catch_up(lambda step, done: bar.update(task, completed=done))


@contextmanager
def walking(all_posts: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """What is told how many posts were looked at, and shows how long the rest will take."""
    with _bar(quiet) as bar:
        task: TaskID = bar.add_task("looking", total=all_posts)
        yield lambda looked_at: bar.update(task, completed=looked_at)


def _bar(quiet: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:,.0f} posts"),
        TimeRemainingColumn(),
        console=err,
        disable=quiet or not err.is_terminal,
        transient=True,
    )

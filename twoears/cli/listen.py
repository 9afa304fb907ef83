"""`twoears listen`: read things now, say what came of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from django.db import DatabaseError
from rich.progress import BarColumn, Progress, TextColumn

from twoears.cli import asking
from twoears.cli.saying import clean, err, fail, hint, print_json, say
from twoears.cli.trouble import in_words
from twoears.cli.whom import hint_said_by_us, hint_who_is_us, member_named
from twoears.jobs import NotCaughtUp, catch_up
from twoears.lib.http import NoAnswer
from twoears.sources import access
from twoears.sources.actions import asked_of, dry_run, owners
from twoears.sources.actions import listen as read
from twoears.sources.catalogue import recognise, sources, thing
from twoears.sources.reading import Asked, CannotRead, Unrecognised
from twoears.sources.record import Outcome
from twoears.team.models import Member, OurAccount
from twoears.threads.actions import say_us


def listen(
    things: Sequence[str],
    *,
    kind: str,
    us: Sequence[str],
    columns: Sequence[str],
    since: datetime | None,
    base: str,
    dry_run: bool,
    json: bool,
    quiet: bool,
    sets: Sequence[str] = (),
    secrets: Sequence[str] = (),
    onward: bool = True,
    by: str = "",
) -> None:
    """Read each thing; one that cannot be read does not stop the others, and is counted where it is a file.

    `onward` says what to do next; `by` is the user name of who brings it, else the owner does.
    """
    member = member_named(by)
    asked = Asked(
        us=tuple(us),
        since=since.replace(tzinfo=since.tzinfo or UTC) if since else None,
        columns=columns_of(columns),
        base=base,
    )
    if us and not dry_run:
        say_us(member=None, handles=list(us))
    began = monotonic()
    total, failed, refused = Outcome(), 0, 0
    for text in things:
        before = total.read
        try:
            how = _with_what_it_asks(text, kind, asked, sets, secrets)
            _one(text, kind, how, total, member=None if dry_run else member, quiet=quiet or json)
        except (CannotRead, NoAnswer, DatabaseError) as error:
            failed += 1
            refused += total.read == before and not isinstance(error, DatabaseError) and _is_there(text)
            err.print(clean(_told(error, text)), style="red")
    caught_up = dry_run or not total.read or _catch_up(quiet=quiet or json)
    _conclude(total, refused, monotonic() - began, dry=dry_run, json=json, quiet=quiet or not caught_up or not onward)
    if failed == len(things) and not total.read:
        raise SystemExit(1)
    if failed or not caught_up or (total.read and total.read == total.set_aside):
        raise SystemExit(3)


def _told(error: Exception, text: str) -> str:
    if not isinstance(error, Unrecognised):
        return in_words(error) if isinstance(error, DatabaseError) else str(error)
    if thing(text).path is None and Path(text).suffix and " " not in text:
        return f"There is no file {text}."
    return f"{error} Or say what it is: --as KIND, where KIND is one of {', '.join(sources())}."


def _is_there(text: str) -> bool:
    """Whether a file or a folder was given, and not a word that names none."""
    path = thing(text).path
    return path is not None and (path.is_file() or path.is_dir())


def columns_of(pairs: Sequence[str]) -> dict[str, str]:
    """What columns mean, from pairs like COLUMN=FIELD; ends where one is none."""
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        fail(f"{wrong[0]!r} is no mapping. Write it as COLUMN=FIELD, for example --map Firma=author.", 2)
    return dict(pair.rsplit("=", 1) for pair in pairs)


def _with_what_it_asks(text: str, kind: str, asked: Asked, sets: Sequence[str], secrets: Sequence[str]) -> Asked:
    """How a thing is read, with what its source asks for; what was given before need not be given again."""
    source = recognise(thing(text), kind)
    found = asking.given(source.fields, sets, secrets)
    if not access.is_known(text, kind):
        found = asking.ask_for_the_rest(source.fields, found)
    options, hidden = access.parted(source, found)
    return replace(asked, options=options, secrets=hidden)


def _one(text: str, kind: str, asked: Asked, total: Outcome, *, member: Member | None, quiet: bool) -> None:
    """Read one thing and add to `total` what came of it, also where it ends in the middle; record it by `member`."""
    given = thing(text)
    source = recognise(given, kind)
    if not quiet:
        hint(f"{given.name}: {source.title}. {source.sees}")
    came = Outcome()

    def remember(outcome: Outcome) -> None:
        nonlocal came
        came = outcome

    try:
        with told_as_it_goes(Path(given.name).name, remember, quiet=quiet) as watch:
            if member is None:
                dry_run(text, kind=kind, asked=asked, watch=watch)
            else:
                _read(text, kind, asked, watch, member)
    finally:
        total.add(came)


@contextmanager
def told_as_it_goes(
    name: str, remember: Callable[[Outcome], None] = lambda outcome: None, *, quiet: bool = False
) -> Iterator[Callable[[Outcome], None]]:
    """A bar for one reading; what it yields is told of every step, and tells `remember`."""
    with _progress(quiet) as bar:
        task = bar.add_task(clean(name), total=None, read=0)

        def watch(outcome: Outcome) -> None:
            remember(outcome)
            bar.update(task, completed=outcome.read, total=outcome.total, read=outcome.read)

        yield watch


def _read(text: str, kind: str, asked: Asked, watch: Callable[[Outcome], None], member: Member) -> None:
    found, was_there = {**asked.options, **asked.secrets}, access.is_known(text, kind)
    connected = access.connected(member=member, text=text, kind=kind, asked=asked, given=found)
    kept = asked_of(connected)
    how = replace(kept, us=asked.us, since=asked.since, columns=asked.columns, base=asked.base or kept.base)
    try:
        read(connected, asked=how, watch=watch)
    except (CannotRead, NoAnswer) as error:
        if not was_there:
            access.let_go(member=member, connection=connected, why=error)
        raise
    if not asked.us and (handles := owners(connected)):
        say_us(member=None, handles=list(handles))


def _progress(quiet: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}", markup=False),  # a name in brackets is a name
        BarColumn(),
        TextColumn("{task.fields[read]:,} read"),
        console=err,
        disable=quiet or not err.is_terminal,
        transient=True,
    )


def _catch_up(*, quiet: bool) -> bool:
    """Whether what was heard could be understood to its end; where not, say why."""
    try:
        with _progress(quiet) as bar:
            task = bar.add_task("understanding", total=None, read=0)
            catch_up(lambda step, done: bar.update(task, read=done))
    except NotCaughtUp as error:
        cause = in_words(error.__cause__ or error)
        err.print(clean(f"What was heard is kept, but not all of it is understood yet. {cause}"), style="red")
        return False
    return True


def _conclude(total: Outcome, refused: int, seconds: float, *, dry: bool, json: bool, quiet: bool) -> None:
    """What came of all things. A file that was refused as a whole is one thing read and set aside."""
    read, aside = total.read + refused, total.set_aside + refused
    if json:
        print_json({"read": read, "new": total.new, "known": total.known, "set_aside": aside})
        return
    if not quiet:
        _hints(total, seconds, dry=dry)
    say(f"read {read} · new {total.new} · known {total.known} · set aside {aside}")


def _hints(total: Outcome, seconds: float, *, dry: bool) -> None:
    if dry:
        hint("Nothing was recorded.")
        return
    if total.read:
        hint(f"Heard in {seconds:.1f} s.")
    if total.set_aside:
        hint("See what was set aside: twoears sources")
    if total.read:
        hint_said_by_us()
    hint_who_is_us()
    if total.read and OurAccount.objects.exists():
        hint("Next: twoears today")

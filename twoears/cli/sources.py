"""`twoears sources`: how each source is doing, and what to do with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module

from twoears.cli.asking import ask_for_the_rest, given
from twoears.cli.listen import told_as_it_goes
from twoears.cli.meaning import say_meaning
from twoears.cli.saying import fail, hint, print_json, say, told_ago
from twoears.lib.counts import counted, lasting
from twoears.lib.http import NoAnswer
from twoears.lib.text import whole
from twoears.sources import access, actions
from twoears.sources.catalogue import recognise, thing
from twoears.sources.catalogue import sources as known
from twoears.sources.health import WARNED, Health
from twoears.sources.models import Aside, Connection
from twoears.sources.pages import asides, asides_in_all, health, health_of
from twoears.sources.reading import Asked, CannotRead
from twoears.team.actions import first_owner
from twoears.team.models import Member

_ASIDES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands behind the act: options and secrets to give, a kind, a day to look back to, what fields mean."""

    kind: str
    sets: Sequence[str]
    secrets: Sequence[str]
    forget: Sequence[str]
    since: datetime | None
    pairs: Sequence[str] = ()
    accept: bool = False
    json: bool = False


def sources(act: str, name: str, words: Words, *, json: bool) -> None:
    """Print the table, or do one thing to one source."""
    if act:
        _act(act, name, words)
        return
    table = health()
    if json:
        print_json({"sources": table, "set_aside": asides()})
    elif not table:
        say("Nothing is listened to yet.")
        hint("Begin: twoears listen FILE, ADDRESS or @HANDLE")
    else:
        _say_table(table)
    if any(row.silent for row in table):
        raise SystemExit(1)


def _ending(day: date | None, days: int) -> str:
    """When it ends, as the end of a sentence.

    >>> _ending(date(2027, 3, 31), 3), _ending(date(2027, 3, 31), -2)
    ('ends on 2027-03-31, in 3 days', 'ended on 2027-03-31')
    """
    if days > 0:
        return f"ends on {day}, in {counted(days, 'day')}"
    return f"ended on {day}" if days else f"ends today, {day}"


def _say_table(table: tuple[Health, ...], asides_of: int | None = None) -> None:
    for row in table:
        say(f"{row.id:>3}  {row.title}: {row.name}", "red" if row.silent else "bold")
        counts = f"read {row.read} · new {row.new} · known {row.known} · set aside {row.set_aside}"
        say(f"     {row.state} · {_covered(row)} · {counts}", "dim")
        for line in _lines(row):
            say(f"     {line}", "dim")
        if row.renews_on and row.ends_in is not None and row.ends_in <= WARNED.days:
            say(f"     What it is built on {_ending(row.renews_on, row.ends_in)}.", "red")
        if row.error:
            say(f"     {row.error} {row.advice}", "red")
    # Of one source all of them are shown, of everything the latest.
    limit, total = (None if asides_of else _ASIDES), asides_in_all(asides_of)
    for aside in asides(asides_of, limit=limit or total):
        where = f", line {aside.line}" if aside.line else ""
        say(f"\nset aside {aside.id}: {aside.name}{where}. {aside.reason} {aside.advice}")
    if limit and total > limit:
        hint(f"{total - limit:,} more were set aside. All of one source: twoears sources show NUMBER")


def _covered(row: Health) -> str:
    if row.first_heard is None or row.last_heard is None:
        return "nothing heard"
    left = sum(not hole.filled for hole in row.gaps)
    holes = f" with {counted(left, 'hole')}" if left else ""
    return f"{row.first_heard:%Y-%m-%d} to {row.last_heard:%Y-%m-%d}{holes}"


def _lines(row: Health) -> list[str]:
    lines = []
    if row.heard_at:
        blind = f". It cannot see: {row.blind[:1].lower()}{row.blind[1:]}" if row.blind else ""
        late = f", {row.delay:.0f} s after it was said" if row.delay is not None and row.delay < 90 else ""
        lines.append(f"last heard {told_ago(row.heard_at)}{late}{blind}")
    lines += [f"hole {hole.since or '?'} to {hole.until}: {hole.why}" for hole in row.gaps if not hole.filled]
    if row.limit_most and row.limit_resets_at:
        left = lasting(row.limit_resets_at - datetime.now(UTC))
        lines.append(f"{row.limit_left} of {row.limit_most} questions left, all of them again in {left}")
    if row.unread and not row.ready:
        lines.append(
            f"{counted(row.unread, 'call')} unread until somebody says what it means: twoears sources map {row.id}"
        )
    if row.speaks:
        lines.append("we can answer through it")
    return lines


def _act(act: str, name: str, words: Words) -> None:
    owner = first_owner()
    acts: dict[str, Callable[[Member, str, Words], None]] = {
        "add": _add,
        "test": _test,
        "pause": _pause,
        "resume": _resume,
        "remove": _remove,
        "retry": _retry,
        "backfill": _look_back,
        "secret": _give,
        "map": _map,
        "show": _show,
    }
    if act not in acts:
        fail(f"There is no {act!r}. There are: {', '.join(acts)}.", 2)
    try:
        acts[act](owner, name, words)
    except (CannotRead, NoAnswer) as error:
        fail(str(error))


def _add(owner: Member, name: str, words: Words) -> None:
    """Put a thing in line; the worker of `twoears up` reads it."""
    source = recognise(thing(name), words.kind)
    found = ask_for_the_rest(source.fields, given(source.fields, words.sets, words.secrets))
    asked = Asked(since=words.since)
    made = access.connect_with(member=owner, text=name, kind=words.kind, asked=asked, given=found)
    say(f"{made.pk}  {source.title}: {made.text} is in line to be read.")
    if address := access.address_of(made):
        say(f"Others bring it things at {address}")
    hint("`twoears up` reads it; to read it now: twoears listen " + made.text)


def _test(owner: Member, name: str, words: Words) -> None:
    try:
        say(actions.first_look(member=owner, connection=_which(name)))
    except (CannotRead, NoAnswer, OSError) as error:
        fail(f"It does not answer: {error}")


def _pause(owner: Member, name: str, words: Words) -> None:
    connection = _which(name)
    actions.pause(member=owner, connection=connection)
    say(f"{connection.text} is paused; what was heard stays.")


def _resume(owner: Member, name: str, words: Words) -> None:
    connection = _which(name)
    actions.resume(member=owner, connection=connection)
    say(f"{connection.text} will be looked at again.")


def _remove(owner: Member, name: str, words: Words) -> None:
    connection = _which(name)
    actions.remove(member=owner, connection=connection)
    say(f"{connection.text} is not listened to any more; what was heard stays.")


def _look_back(owner: Member, name: str, words: Words) -> None:
    """Read it again now, with progress; what is known already stays."""
    connection = _which(name)
    since = words.since.replace(tzinfo=words.since.tzinfo or UTC) if words.since else None
    access.look_back(member=owner, connection=connection, since=since)
    with told_as_it_goes(connection.text) as watch:
        outcome = actions.listen(connection, watch=watch)
    say(f"read {outcome.read} · new {outcome.new} · known {outcome.known} · set aside {outcome.set_aside}")
    hint("`twoears up` understands what is new; so does the next twoears listen.")


def _give(owner: Member, name: str, words: Words) -> None:
    """Keep what a source asked for, or forget it; asked on the terminal where nothing is named."""
    connection = _which(name)
    fields = known()[connection.kind].fields
    secrets = words.secrets
    if not (words.sets or secrets or words.forget):
        secrets = [field.name for field in fields if field.secret]
    if not fields:
        fail(f"{connection.text} asks for nothing.", 2)
    for forgotten in words.forget:
        connection = access.take_away(member=owner, connection=connection, name=forgotten)
    if found := given(fields, words.sets, secrets):
        connection = access.give(member=owner, connection=connection, given=found)
    for field in access.fields_of(connection):
        say(f"{field.name}: {'given' if field.given else 'not given'}{f' ({field.value})' if field.value else ''}")


def _show(owner: Member, name: str, words: Words) -> None:
    """How one source goes, when its people speak, and in which languages."""
    connection = _which(name)
    # Only now: reading the stream takes longer to load than all the rest.
    heard = import_module("twoears.cli.voices")
    row = health_of(connection)
    if words.json:
        print_json({"source": row, "voices": heard.voices_of(row)})
        return
    _say_table((row,), asides_of=row.id)
    heard.say_voices(heard.voices_of(row))


def _map(owner: Member, name: str, words: Words) -> None:
    """Show what the fields of a webhook are taken for, or say it."""
    say_meaning(owner, _which(name), words.pairs, accept=words.accept, json=words.json)


def _which(name: str) -> Connection:
    if not name:
        fail("Which source? Give its number or name, as `twoears sources` shows it.", 2)
    number = whole(name)
    found = Connection.objects.filter(text__icontains=name) if number is None else Connection.objects.filter(pk=number)
    if len(found) != 1:
        fail(f"{name!r} names {len(found)} sources. Give the number that `twoears sources` shows.", 2)
    return found[0]


def _retry(owner: Member, name: str, words: Words) -> None:
    number = whole(name)
    waiting = Aside.objects.filter(settled_at=None, **({} if number is None else {"pk": number}))
    settled = sum(not actions.retry(aside).set_aside for aside in waiting)
    say(f"{settled} of {len(waiting)} could be read now.")

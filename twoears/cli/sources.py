"""`twoears sources`: how each source is doing, and what to do with it."""

from twoears.cli.saying import ago, fail, hint, print_json, say
from twoears.sources import actions
from twoears.sources.health import Health
from twoears.sources.models import Aside, Connection
from twoears.sources.pages import asides, health
from twoears.team.actions import first_owner

_ASIDES = 10


def sources(act: str, name: str, *, json: bool) -> None:
    """Print the table, or do one thing to one source."""
    if act:
        _act(act, name)
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


def _say_table(table: tuple[Health, ...]) -> None:
    for row in table:
        when = (
            f"{row.first_heard:%Y-%m-%d} to {row.last_heard:%Y-%m-%d}"
            if row.first_heard and row.last_heard
            else "nothing heard"
        )
        say(f"{row.id:>3}  {row.title}: {row.name}", "red" if row.silent else "bold")
        counts = f"read {row.read} · new {row.new} · known {row.known} · set aside {row.set_aside}"
        say(f"     {row.state} · {when} · {counts}", "dim")
        if row.heard_at:
            say(f"     last heard {ago(row.heard_at)} ago. {row.blind}", "dim")
        if row.error:
            say(f"     {row.error}", "red")
    for aside in asides(limit=_ASIDES):
        say(f"\nset aside {aside.id}: {aside.name}, line {aside.line}. {aside.reason} {aside.advice}")


def _act(act: str, name: str) -> None:
    owner = first_owner()
    if act == "retry":
        _retry(name)
        return
    connection = _which(name)
    if act == "test":
        say(actions.test(member=owner, connection=connection))
    elif act == "pause":
        actions.pause(member=owner, connection=connection)
        say(f"{connection.text} is paused; what was heard stays.")
    elif act == "resume":
        actions.resume(member=owner, connection=connection)
        say(f"{connection.text} will be looked at again.")
    elif act == "remove":
        actions.remove(member=owner, connection=connection)
        say(f"{connection.text} is not listened to any more; what was heard stays.")
    else:
        fail(f"There is no {act!r}. There are: test, pause, resume, remove, retry.", 2)


def _which(name: str) -> Connection:
    if not name:
        fail("Which source? Give its number or name, as `twoears sources` shows it.", 2)
    found = (
        Connection.objects.filter(pk=int(name)) if name.isdigit() else Connection.objects.filter(text__icontains=name)
    )
    if len(found) != 1:
        fail(f"{name!r} names {len(found)} sources. Give the number that `twoears sources` shows.", 2)
    return found[0]


def _retry(name: str) -> None:
    waiting = Aside.objects.filter(settled_at=None, **({"pk": int(name)} if name.isdigit() else {}))
    settled = sum(not actions.retry(aside).set_aside for aside in waiting)
    say(f"{settled} of {len(waiting)} could be read now.")

"""`twoears sources map`: what the fields of a webhook mean, shown and said."""

from collections.abc import Sequence

from twoears.cli.saying import fail, hint, print_json, say
from twoears.lib.counts import counted
from twoears.sources.models import Connection
from twoears.sources.webhook.actions import accept_mapping
from twoears.sources.webhook.pages import meanings
from twoears.sources.webhook.showing import Meaning, Meanings, changed
from twoears.team.models import Member

_NOTHING_YET = (
    "Nothing has come yet. Give its address to the program that is to call, and look again after its first call."
)


def say_meaning(
    owner: Member, connection: Connection, pairs: Sequence[str], *, accept: bool = False, json: bool = False
) -> None:
    """Show it; with `pairs` say it; with `accept` take what is shown, changed by `pairs`."""
    shown = meanings(connection)
    if accept or pairs:
        said = [_pair(pair) for pair in pairs]
        mapping = changed(_mapping(shown) if accept else {}, said)
        if not mapping and not shown.meanings:
            fail(_NOTHING_YET)
        accept_mapping(member=owner, connection=connection, mapping=mapping)
        shown = meanings(connection)
    if json:
        print_json(shown)
        return
    _say(connection, shown, done=accept or bool(pairs))


def _pair(words: str) -> tuple[str, str]:
    """The last sign tells: a path may hold one, and begins with one where it is the same for all."""
    path, equals, field = words.rpartition("=")
    if not equals or not path:
        fail(f"{words!r} says nothing. Write it as PATH=FIELD, such as data.body=text.", 2)
    return path, field


def _mapping(shown: Meanings) -> dict[str, str]:
    said = {meaning.path: meaning.field for meaning in shown.meanings if meaning.field}
    return said | {f"={meaning.value}": meaning.field for meaning in shown.same}


def _say(connection: Connection, shown: Meanings, *, done: bool) -> None:
    if not shown.meanings:
        say(_NOTHING_YET)
        return
    for meaning in (*shown.meanings, *shown.same):
        say(_line(meaning), None if meaning.field else "dim")
    if shown.more:
        say(f"and {counted(shown.more, 'more field')}", "dim")
    if shown.records:
        say(f"{shown.readable} of {counted(shown.records, 'record')} can be read like this.")
    if done:
        hint("Accepted. `twoears up` reads what waits." if shown.waiting else "Accepted.")
    elif not shown.accepted:
        hint(f"Accept it: twoears sources map {connection.pk} --accept, with PATH=FIELD behind it for what is wrong.")


def _line(meaning: Meaning) -> str:
    path = meaning.path or f"={meaning.value}"
    value = f"  “{meaning.value}”" if meaning.path and meaning.value else ""
    return f"{meaning.field or '-':<14} {path}{value}"

"""`twoears wanted`: whom we want to reach."""

import sys
from pathlib import Path

from twoears.cli.saying import check_act, fail, hint, print_json, say
from twoears.cli.whom import member_named
from twoears.jobs import catch_up
from twoears.lib.text import whole
from twoears.reach.pages import wanted_lists
from twoears.reach.wanted import actions
from twoears.reach.wanted.trouble import MayNotWant, WantedError

_TAKES = {"add": (1, 1, "FILE"), "remove": (1, 1, "NUMBER"), "bring-back": (1, 1, "NUMBER")}


def wanted(act: str, thing: str, *, name: str, member: str, json: bool) -> None:
    """Do one thing, and print the lists that stand."""
    check_act("wanted", act, [thing] if thing else [], ("list", "add", "remove", "bring-back"), _TAKES)
    who = member_named(member)
    try:
        if act == "add":
            actions.want(member=who, text=_read(thing), name=name)
        elif act != "list":
            change = actions.remove if act == "remove" else actions.bring_back
            change(member=who, key=_number(thing))
    except WantedError as error:
        fail(str(error), 2)
    except MayNotWant as error:
        fail(str(error), 1)
    catch_up()
    lists = wanted_lists()
    if json:
        print_json(lists)
        return
    for one in lists:
        say(f"{one.id}  {one.name}  {len(one.things):,} named")
        if one.unheard:
            say(f"   nobody was heard of {len(one.unheard):,}: {', '.join(one.unheard)[:200]}", "dim")
    if not lists:
        hint("You named nobody yet: twoears wanted add companies.csv")


def _read(thing: str) -> str:
    if thing == "-":
        return actions.words_of(sys.stdin.buffer.read)
    try:
        with Path(thing).open("rb") as file:
            return actions.words_of(file.read)
    except OSError as error:
        fail(f"{thing} cannot be read: {error.strerror or error}.", 2)


def _number(words: str) -> int:
    number = whole(words)
    if number is None:
        fail(f"{words!r} is no number of a list; `twoears wanted` lists them.", 2)
    return number

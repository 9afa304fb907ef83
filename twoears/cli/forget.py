"""`twoears forget`: remove a person from everything."""

import sys

import typer

from twoears.cli.saying import fail, print_json, say
from twoears.cli.whom import whom
from twoears.jobs import catch_up
from twoears.lib.counts import counted
from twoears.people.actions import PeopleError, the_person
from twoears.people.actions import forget as remove
from twoears.people.pages import person_page
from twoears.team.actions import first_owner


def forget(words: str, *, confirm: str, json: bool) -> None:
    """Show what goes, ask for the name, and remove it."""
    try:
        person = the_person(whom(words))
        page = person_page(person.public_id)
        if not confirm:
            held = counted(len(page.moments) + page.more, "moment")
            say(f"{person.name}: {counted(len(page.known_as), 'account')}, {held}.")
            say("They will not be recorded again.")
            if not sys.stdin.isatty():
                fail(f"Say --confirm={person.name!r} to forget them. Nothing was removed.", 2)
            confirm = typer.prompt("Type their name to forget them")
        gone = remove(member=first_owner(), person=person.public_id, typed=confirm)
    except PeopleError as error:
        fail(str(error))
    catch_up()
    if json:
        print_json(gone)
    else:
        posts, acts = counted(gone["posts"], "post"), counted(gone["activities"], "activity", "activities")
        say(f"Forgotten: {counted(gone['accounts'], 'account')}, {posts}, {acts}.")

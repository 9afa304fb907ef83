"""`twoears show`: one person or one conversation."""

from twoears.cli.saying import ago, fail, number_words, print_json, say
from twoears.cli.whom import whom
from twoears.conversations.actions import NotHere
from twoears.conversations.one import Conversation
from twoears.conversations.pages.thread import conversation
from twoears.jobs import catch_up
from twoears.people.actions import NobodyHere
from twoears.people.pages import person_page
from twoears.people.showing import PersonPage
from twoears.team.actions import first_owner

_MOMENTS = 20


def show(thing: str, *, json: bool) -> None:
    """Print what is known of a person or said in a conversation."""
    catch_up()
    try:
        if thing.startswith("c_"):
            talk = conversation(thing, first_owner(), everything=True)
            print_json(talk) if json else _say_conversation(talk)
        else:
            person = person_page(whom(thing))
            print_json(person) if json else _say_person(person)
    except (NotHere, NobodyHere) as error:
        fail(str(error))


def _say_conversation(talk: Conversation) -> None:
    say(talk.title, "bold")
    waits = f" · waits since {talk.waiting_since:%d %b %Y %H:%M}" if talk.waiting_since else ""
    say(f"{talk.network} · {talk.person} · {talk.stage} · {talk.state}{waits}", "dim")
    for message in talk.messages:
        say()
        if message.missing_parent:
            say("  (an earlier message was not heard)", "dim")
        say(f"{message.author} · {message.at:%d %b %Y %H:%M}" + (" · us" if message.ours else ""), "bold")
        say("\n".join(f"  {line}" for line in message.text.splitlines()))
        if message.open:
            say(f"  ∵ waits: {message.waits}", "dim")
    for note in talk.notes:
        say(f"\nnote, team only · {note.member} · {note.at:%d %b %Y}: {note.text}")


def _say_person(person: PersonPage) -> None:
    say(person.finding, "bold")
    say(person.sentence)
    for number in person.give_and_take:
        say(f"  {number.of}: {number_words(number)}", "dim")
    say(f"  {person.hours.sentence}", "dim")
    say("\nKnown as", "bold")
    for known in person.known_as:
        say(f"  {known.network}  {known.handle}  {known.evidence}")
    for step in person.stages:
        say(f"  {step.stage} since {step.at:%d %b %Y}: {step.evidence}", "dim")
    say("\nLatest", "bold")
    for moment in person.moments[:_MOMENTS]:
        say(f"  {ago(moment.at):>8}  {moment.side:6} {moment.words}")

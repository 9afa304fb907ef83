"""`twoears introduce` by what was heard: who could introduce us, and whom nobody asks."""

from twoears.activities.models import Actor
from twoears.cli.saying import fail, hint, print_json, say
from twoears.cli.whom import member_named, whom
from twoears.jobs import catch_up
from twoears.people.actions import NobodyHere, the_person
from twoears.people.companies.tasks import people_at
from twoears.people.models import Identity
from twoears.reach.introducing import actions
from twoears.reach.introducing.models import Spared
from twoears.reach.introducing.pages import left_out, to_account, to_company, to_person
from twoears.reach.introducing.showing import Introduced, IntroductionsShown


def introduce(words: str, *, leave_out: str, ask_again: str, member: str, json: bool) -> None:
    """Decide whom nobody asks, where that is said; then print the ways to whoever `words` name, if any."""
    catch_up()
    if leave_out:
        made = actions.spare(member=member_named(member), actor=_account(leave_out).pk)
        hint(f"Nobody asks {made.actor} any more.")
    if ask_again:
        _ask_again(_account(ask_again), member)
    if words:
        _ways(_found(words), json)
    elif json:
        print_json(left_out())
    elif not (leave_out or ask_again):
        fail("Say whom you want to know: a person, a handle or the domain of a company.", 2)


def _ways(found: IntroductionsShown, json: bool) -> None:
    if json:
        print_json(found)
    else:
        say(found.sentence, "bold")
        for way in found.ways:
            _say_way(way)
        if found.left_out:
            hint(f"Left out: {', '.join(one.who.name for one in found.left_out)[:200]}")
    if not (found.ways or found.hear):
        raise SystemExit(1)


def _say_way(way: Introduced) -> None:
    say(" → ".join(step.who.name for step in way.steps))
    for step in way.steps[1:]:
        say(f"    {step.who.name} {step.why}; strength {step.strength}", "dim")


def _found(words: str) -> IntroductionsShown:
    if "@" not in words and people_at(words)[1]:
        return to_company(words)
    actor = _actor(words)
    if actor is not None and not Identity.objects.filter(actor=actor).exists():
        return to_account(actor)
    try:
        return to_person(the_person(whom(words)))
    except NobodyHere as error:
        fail(str(error), 1)


def _account(words: str) -> Actor:
    """The account that is meant: met or not."""
    if (actor := _actor(words)) is not None:
        return actor
    try:
        return the_person(whom(words)).first_actor
    except NobodyHere as error:
        fail(str(error), 1)


def _actor(words: str) -> Actor | None:
    """The one account that bears this handle or id; None where none or several do."""
    found = Actor.objects.filter(handle__iexact=words.lstrip("@")) | Actor.objects.filter(uid=words)
    some = list(found.exclude(network="twoears")[:2])
    return some[0] if len(some) == 1 else None


def _ask_again(actor: Actor, member: str) -> None:
    standing = Spared.objects.filter(actor=actor, undone_at=None).first()
    if standing is None:
        fail(f"{actor} is not left out.", 1)
    actions.ask_again(member=member_named(member), key=standing.pk)
    hint(f"{actor} may be asked again.")

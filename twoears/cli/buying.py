"""`twoears buying`: who is near a purchase, or where one person stands in their own buying cycle."""

from twoears.cli.saying import clean, hint, print_json, say
from twoears.cli.whom import whom
from twoears.jobs import catch_up
from twoears.lib.counts import counted
from twoears.people.actions import the_person
from twoears.people.buying.pages import buying_of, near
from twoears.people.buying.showing import BuyingList, BuyingShown


def buying(person: str, *, limit: int, json: bool) -> None:
    """Print one person, or those who are near."""
    catch_up()
    if person:
        shown = buying_of(the_person(whom(person)))
        print_json(shown) if json else _say_one(shown)
        return
    found = near(limit=limit)
    print_json(found) if json else _say_near(found)


def _say_near(found: BuyingList) -> None:
    if found.why:
        say(f"Cannot tell who is near a purchase: {clean(found.why)}.")
        return
    are = f"{counted(found.total, 'person', 'people')} {'is' if found.total == 1 else 'are'}"
    say(f"{are} at least twice as likely as anybody to order within thirty days", "bold")
    for one in found.people:
        say(f"  {one.person}  {clean(one.name)}: {_odds(one)}")
        say(f"    ∵ {'; '.join(one.reasons)}", "dim")
    if found.organisations:
        say("Organisations", "bold")
    for one in found.organisations:
        say(f"  {clean(one.name)}: {_odds(one)}")
        say(f"    ∵ {'; '.join(one.reasons)}", "dim")
    hint(found.taught)


def _say_one(shown: BuyingShown) -> None:
    say(f"{clean(shown.name)}: {shown.state or f'cannot tell, {shown.why}'}", "bold")
    for state in shown.states:
        say(f"  {state.name}: {state.probability:.0%}")
    if shown.order_soon is not None:
        say(f"  {_odds(shown)}")
    for reason in shown.reasons:
        say(f"  ∵ {reason}", "dim")


def _odds(shown: BuyingShown) -> str:
    return f"an order within thirty days {shown.order_soon or 0:.0%}, of anybody {shown.usual or 0:.0%}"

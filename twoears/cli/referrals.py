"""`twoears referrals`: who sent whom, what came of it, and whom to ask; and what a member says of it."""

from twoears.cli.saying import fail, hint, number_words, print_json, say
from twoears.cli.whom import member_named, whom
from twoears.jobs import catch_up
from twoears.lib.counts import on_day
from twoears.people.actions import MayNot, PeopleError
from twoears.people.referrals import actions
from twoears.people.referrals.pages import referrals as all_referrals
from twoears.people.referrals.showing import ReferralShown, ReferralsPage

_SHOWN = 20
_TAKES = {"say": 2, "settle": 2, "deny": 1, "undo": 1}


def referrals(act: str, things: list[str], *, on: str, place: str, member: str, json: bool) -> None:
    """Print referrals, or do one thing about them."""
    if act != "list" and len(things) != _TAKES.get(act, -1):
        fail("Use: list, say WHO WHOM, settle NUMBER WHO, deny NUMBER, undo DECISION.", 2)
    catch_up()
    if act == "list":
        page = all_referrals()
        print_json(page) if json else _say_page(page)
        return
    try:
        say(_done(act, things, member, on=on, place=place))
    except MayNot as error:
        fail(str(error))
    except PeopleError as error:
        fail(str(error), 2)


def _done(act: str, things: list[str], name: str, *, on: str, place: str) -> str:
    member = member_named(name)
    if act == "say":
        one, other = whom(things[0]), whom(things[1])
        made = actions.say_referral(member=member, referrer=one, referred=other, on=on, place=place)
    elif act == "settle":
        made = actions.settle_referral(member=member, activity=_number(things[0]), referrer=whom(things[1]))
    elif act == "deny":
        made = actions.deny_referral(member=member, activity=_number(things[0]))
    else:
        made = actions.undo_referral(member=member, decision=_number(things[0]))
        return "Taken back."
    return f"Noted. To take it back: twoears referrals undo {made.pk}"


def _number(words: str) -> int:
    if not (words.isascii() and words.isdecimal()) or len(words) > 18:
        fail(f"{words!r} is no number of a referral. They stand in `twoears referrals`.", 2)
    return int(words)


def _say_page(page: ReferralsPage) -> None:
    for number in page.numbers:
        say(f"{number.of}: {number_words(number)}")
    _say_found("Who sent whom", page.known)
    _say_found("To be settled", tuple(one for one in page.open if not one.referrer))
    _say_found("Sent, and not yet here", tuple(one for one in page.open if one.referrer))
    for line in page.chains:
        say(f"  {' → '.join(line)}", "dim")
    if page.ready:
        say("\nWould likely send somebody, if asked", "bold")
        say(f"  too early for none of them: {', '.join(page.ready[0].not_too_early[1:])}", "dim")
    for one in page.ready[:_SHOWN]:
        say(f"  {one.name}  {one.id}")
        say(f"    ∵ {'; '.join(one.why)}", "dim")
        say(f"    {one.not_too_early[0]}", "dim")
    if len(page.ready) > _SHOWN:
        hint(f"{len(page.ready) - _SHOWN:,} more: --json has them all.")


def _say_found(title: str, found: tuple[ReferralShown, ...]) -> None:
    if not found:
        return
    say(f"\n{title}", "bold")
    for one in found[:_SHOWN]:
        came = "ordered since" if one.ordered else "talked since" if one.talked else "nothing came of it yet"
        number = one.activity or f"decision {one.decision}"
        say(f"  {on_day(one.at)}  {one.referrer_name} sent {one.referred_name}: {came}  {number}")
        for quote in one.quotes:
            say(f"    ∵ “{quote}”", "dim")
        if one.how == "said":
            say(f"    ∵ a member says so{f': {one.place}' if one.place else ''}", "dim")
    if len(found) > _SHOWN:
        hint(f"{len(found) - _SHOWN:,} more: --json has them all.")

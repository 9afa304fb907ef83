"""`twoears who`: accounts that are likely one person, and what members say of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from twoears.cli.needs import number_of
from twoears.cli.saying import check_act, clean, err, fail, hint, number_words, print_json, say
from twoears.cli.taught import say_taught
from twoears.cli.whom import member_named
from twoears.jobs import catch_up
from twoears.lib.counts import counted, roughly
from twoears.people.actions import MayNot, PeopleError, undo_identity
from twoears.people.taught.actions import weigh_as_shipped
from twoears.people.taught.pages import taught
from twoears.people.unsure import actions
from twoears.people.unsure.pages import joining, proposal, unsure, would_join
from twoears.people.unsure.showing import Joining, Proposal, Side, Sign, WouldJoin
from twoears.people.unsure.tasks import find_all_likely
from twoears.team.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The options, as they were typed."""

    everybody: bool
    dry_run: bool
    member: str
    limit: int
    quiet: bool


def who(act: str, things: Sequence[str], words: Words, *, json: bool) -> None:
    """Do one thing, and print what came of it."""
    check_act("who", act, things, _ACTS, _TAKES)
    catch_up()
    if words.everybody:
        _look_at_everybody(words.quiet)
    try:
        _ACTS[act](member_named(words.member), list(things), words, json)
    except MayNot as error:
        fail(str(error), 1)
    except PeopleError as error:
        fail(str(error), 2)


def _look_at_everybody(quiet: bool) -> None:
    columns = TextColumn("Comparing"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeRemainingColumn()
    with Progress(*columns, console=err, transient=True, disable=quiet) as bar:
        task = bar.add_task("", total=None)
        found = find_all_likely(lambda done, of: bar.update(task, completed=done, total=of))
    if not quiet:
        hint(f"{counted(found, 'pair')} are likely.")


def _list(member: Member, things: list[str], words: Words, json: bool) -> None:
    found = unsure(limit=words.limit)
    if json:
        print_json(found)
        return
    for one in found.proposals:
        _say_pair(one)
    if not found.proposals:
        say("Nobody is in doubt.")
        if not words.quiet:
            hint("The same name alone is too little. Join two whom you know on the page of either: twoears up")
    _say_joining(found.joining)
    if found.left > len(found.proposals) and not words.quiet:
        hint(f"{found.left - len(found.proposals):,} more: twoears who --limit {found.left}")
    if found.proposals and not words.quiet:
        hint(f"Say what they are: twoears who yes|no|later {found.proposals[0].id}")


def _show(member: Member, things: list[str], words: Words, json: bool) -> None:
    found = proposal(things[0])
    print_json(found) if json else _say_pair(found)


def _answer(says: str) -> Callable[[Member, list[str], Words, bool], None]:
    def answer(member: Member, things: list[str], words: Words, json: bool) -> None:
        made = actions.answer(member=member, match=things[0], says=says)
        if json:
            print_json({"id": made.pk, "kind": made.kind, "at": made.made_at, "until": made.until})
            return
        say(_DONE[says])
        if not words.quiet:
            hint(f"To take it back: twoears who undo {made.pk}")

    return answer


def _undo(member: Member, things: list[str], words: Words, json: bool) -> None:
    made = undo_identity(member=member, change=number_of(things[0]))
    print_json({"id": made.pk, "kind": made.kind, "undone": True}) if json else say("Taken back.")


def _join(member: Member, things: list[str], words: Words, json: bool) -> None:
    least = None if things[0] == "off" else _share(things[0])
    if words.dry_run:
        if least is None:
            fail("Give a percentage to try: twoears who join 99 --dry-run", 2)
        tried = would_join(least, limit=words.limit)
        print_json(tried) if json else _say_tried(tried)
        return
    actions.join_likely(owner=member, least=least)
    found = joining()
    print_json(found) if json else _say_joining(found)


def _learnt(member: Member, things: list[str], words: Words, json: bool) -> None:
    found = taught()
    print_json(found) if json else say_taught(found)


def _weigh(member: Member, things: list[str], words: Words, json: bool) -> None:
    if things[0] not in ("learnt", "shipped"):
        fail("Say by what: twoears who weigh learnt|shipped", 2)
    weigh_as_shipped(owner=member, as_shipped=things[0] == "shipped")
    catch_up()
    _learnt(member, things, words, json)


_ACTS: dict[str, Callable[[Member, list[str], Words, bool], None]] = {
    "list": _list,
    "show": _show,
    "yes": _answer("yes"),
    "no": _answer("no"),
    "later": _answer("later"),
    "undo": _undo,
    "join": _join,
    "learnt": _learnt,
    "weigh": _weigh,
}
_TAKES = {
    **dict.fromkeys(("show", "yes", "no", "later"), (1, 1, "PROPOSAL")),
    "undo": (1, 1, "NUMBER"),
    "join": (1, 1, "PERCENT|off"),
    "weigh": (1, 1, "learnt|shipped"),
}
_DONE = {
    "yes": "They are one person now.",
    "no": "They stay two, and are not proposed again.",
    "later": "You are asked again in two weeks.",
}


def _share(words: str) -> float:
    try:
        return round(float(words.removesuffix("%").replace(",", ".")) / 100, 6)
    except ValueError:
        fail(f"{words!r} is no percentage. Write it like 99 or 99.5, or off.", 2)


def _say_pair(one: Proposal) -> None:
    say(f"{one.id}  {_sure(one.probability)}", "bold")
    for side in (one.left, one.right):
        say(f"  {_side(side)}")
    for mark, signs in (("+", one.signs_for), ("-", one.signs_against)):
        for sign in signs:
            say(f"    {mark} {sign.text}: {_weighs(sign)}")
    say()


def _side(side: Side) -> str:
    met = f"{side.stage}, {side.person}" if side.person else "a stranger's account"
    return clean(f"{side.name} · {side.handle} · {side.network} · {met}")


def _sure(probability: float) -> str:
    """Never certain: that is for rules and members."""
    return f"{probability:.1%}" if probability < 0.9995 else "over 99.9%"


def _weighs(sign: Sign) -> str:
    return f"{roughly(sign.times)} times as likely" if sign.times < 1e6 else "over a million times as likely"


def _say_joining(found: Joining) -> None:
    least = (
        "nothing"
        if found.least is None
        else f"what is likely by {found.least:.1%} or more, {counted(found.now, 'pair')}"
    )
    say(f"Joined by itself: {least}")
    for number in (found.accepted, found.precision, found.recall):
        say(f"{number.of}: {number_words(number)}", "dim")


def _say_tried(tried: WouldJoin) -> None:
    say(f"From {tried.least:.1%} on {counted(tried.total, 'pair')} would be joined.")
    for pair in tried.pairs:
        say(f"  {pair.id}  {_sure(pair.probability)}  {pair.left} and {pair.right}")

"""`twoears strangers`: who may be worth meeting, and what was decided about them."""

from collections.abc import Callable, Sequence
from typing import Final

from twoears.cli.needs import number_of
from twoears.cli.saying import check_act, fail, hint, number_words, print_json, say, told_ago
from twoears.cli.whom import member_named
from twoears.conversations.strangers import actions
from twoears.conversations.strangers.models import StrangerWord
from twoears.conversations.strangers.pages.listing import strangers as found
from twoears.conversations.strangers.pages.listing import word_shown
from twoears.conversations.strangers.pages.showing import Stranger
from twoears.conversations.strangers.trouble import MayNotMeet, StrangersError
from twoears.jobs import catch_up
from twoears.lib.text import one_line
from twoears.people.needs.pages import account_named
from twoears.team.models import Member
from twoears.understanding.needs.pages import code_named
from twoears.understanding.needs.trouble import NeedsError

_WORDS: Final = 160


def strangers(
    act: str, things: Sequence[str], *, need: str, days: int, within: int, limit: int, member: str, json: bool
) -> None:
    """List them, or decide about one of them."""
    check_act("strangers", act, things, ("list", *_ACTS), _TAKES)
    catch_up()
    try:
        if act == "list":
            _list(code_named(need) if need else None, days, within or None, limit, json)
        else:
            _say_word(_ACTS[act](member_named(member), things[0]), json)
    except (StrangersError, NeedsError) as error:
        fail(str(error), 2)
    except MayNotMeet as error:
        fail(str(error), 1)


def _list(need: int | None, days: int, within: int | None, limit: int, json: bool) -> None:
    page = found(need=need, days=days, within=within, limit=limit)
    if json:
        print_json(page)
        return
    for one in page.strangers:
        _say_stranger(one)
    say(f"Of the strangers who were heard in {days} days, spoke of it: {number_words(page.found)}")
    if page.after:
        hint(f"and {page.found.k - len(page.strangers):,} more: --limit {page.found.k}")
    if page.strangers:
        hint(f"To meet one: twoears strangers meet {page.strangers[0].handle}. Nothing is sent.")
    else:
        hint("Strangers are found by what you listen for (twoears queries) and by needs that you coded.")


def _say_stranger(one: Stranger) -> None:
    say(f"{one.name} · {one.handle} · {one.network}", "bold")
    for quote in one.evidence:
        say(f"  “{one_line(quote.item.text, _WORDS)}”  {told_ago(quote.item.at)}, {', '.join(quote.why)}")
    say(f"  ∵ {' · '.join(one.because)}", "dim")
    between = [*(friend.name for friend in one.known), *(near.name for near in (one.near.through if one.near else ()))]
    of = f": {between[0]}" if one.start == "ask" and between else ""
    say(f"  {one.how}{of}")


def _say_word(made: StrangerWord, json: bool) -> None:
    word = word_shown(made.pk)
    if json:
        print_json(word)
    elif made.undone_at:
        say("Taken back.")
    else:
        say({"meet": "Met", "leave": "Not for us", "later": "Later"}[word.says] + f": {word.name}. Nothing was sent.")
        hint(f"To take it back: twoears strangers undo {word.id}")


_ACTS: Final[dict[str, Callable[[Member, str], StrangerWord]]] = {
    "meet": lambda member, who: actions.meet(member=member, actor=account_named(who)),
    "leave": lambda member, who: actions.leave(member=member, actor=account_named(who)),
    "later": lambda member, who: actions.later(member=member, actor=account_named(who)),
    "undo": lambda member, word: actions.take_back(member=member, word=number_of(word)),
}
_TAKES: Final = {
    "meet": (1, 1, "HANDLE"),
    "leave": (1, 1, "HANDLE"),
    "later": (1, 1, "HANDLE"),
    "undo": (1, 1, "NUMBER"),
}

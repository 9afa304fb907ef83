"""`twoears send`: answer where the conversation is, and say what became of it. Nothing goes without a yes."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime

from twoears.cli.saying import err, fail, hint, print_json, say, told_ago
from twoears.conversations import actions
from twoears.conversations.pages.thread import conversation
from twoears.lib.text import whole
from twoears.publishing import actions as publishing
from twoears.publishing.models import Delivery, State
from twoears.publishing.pages import deliveries, shown, speaking
from twoears.publishing.showing import Mouth
from twoears.publishing.tasks import deliver
from twoears.sources.models import Connection
from twoears.team.actions import first_owner
from twoears.team.models import Member

_ABOUT_A_POST = ("reply", "like", "share")
_MOST_AT_ONCE = 20  # others may be in line before ours


def send(act: str, name: str, *, text: str, through: str, yes: bool, json: bool) -> None:
    """Send one thing, list what was sent, or decide about one of them."""
    owner = first_owner()
    decisions: dict[str, Callable[[Member, Delivery], bool]] = {
        "take-back": lambda member, found: actions.take_back(member=member, delivery=found),
        "try-again": lambda member, found: publishing.try_again(member=member, delivery=found),
        "it-is-there": lambda member, found: publishing.it_is_there(member=member, delivery=found),
    }
    try:
        if act == "list":
            _list(json=json)
        elif act in decisions:
            _decide(owner, name, decisions[act], json=json)
        elif act in _ABOUT_A_POST:
            _speak(owner, act, name, text, through, yes=yes, json=json)
        elif act == "post":
            _post(owner, text, through, yes=yes, json=json)
        else:
            known = ", ".join([*_ABOUT_A_POST, "post", "list", *decisions])
            fail(f"There is no {act!r}. There are: {known}.", 2)
    except (actions.ConversationError, publishing.CannotSend) as error:
        fail(str(error))


def _list(*, json: bool) -> None:
    found = deliveries()
    if json:
        print_json(found)
        return
    if not found:
        say("Nothing was sent from here yet.")
    for one in found:
        words = f": {one.text}" if one.text else ""
        say(f"{one.id:>3}  {one.state_words} {told_ago(one.sent_at or one.made_at)}, {one.act} as {one.speaker}{words}")
        if one.said:
            say(f"     {one.said}", "red" if one.state == State.FAILED else "dim")
        if one.may:
            hint("     " + " or ".join(f"twoears send {what} {one.id}" for what in one.may))


def _decide(owner: Member, name: str, decide: Callable[[Member, Delivery], bool], *, json: bool) -> None:
    found = Delivery.objects.filter(pk=whole(name) or 0).first()
    if found is None:
        fail("Which one? Give its number, as `twoears send list` shows it.", 2)
    if not decide(owner, found):
        fail("It has gone on since. See where it stands: twoears send list")
    _go_on(found, json=json)


def _speak(owner: Member, act: str, talk: str, text: str, through: str, *, yes: bool, json: bool) -> None:
    page = conversation(talk, owner)
    if not publishing.can_speak(page.network):
        there = f" Answer there: {page.original}" if page.original else ""
        fail(f"Nothing can be sent to {page.network} from here.{there}")
    mouth = _mouth(speaking(page.network), through)
    if act == "reply" and page.private:
        hint("This was said in private; the answer goes to the same people and to nobody else.")
    _ask(f"{act.capitalize()} to {page.person or 'them'} as {mouth.speaker} on {mouth.network}", text, yes=yes)
    through_it = Connection.objects.get(pk=mouth.source)
    _go_on(actions.speak(member=owner, conversation=talk, connection=through_it, act=act, text=text), json=json)


def _post(owner: Member, text: str, through: str, *, yes: bool, json: bool) -> None:
    mouth = _mouth(tuple(mouth for mouth in speaking() if "post" in mouth.acts), through)
    _ask(f"Post as {mouth.speaker} on {mouth.network}", text, yes=yes)
    through_it = Connection.objects.get(pk=mouth.source)
    _go_on(publishing.send(member=owner, connection=through_it, act="post", text=text), json=json)


def _mouth(mouths: tuple[Mouth, ...], through: str) -> Mouth:
    """The one that was named, else the only one."""
    named = [m for m in mouths if through in ("", str(m.source)) or through.lower() in m.speaker.lower()]
    if not mouths:
        fail("No source speaks there. Give one its password or token: twoears sources secret NUMBER")
    if len(named) != 1:
        known = ", ".join(f"{m.source} ({m.speaker} on {m.network})" for m in mouths)
        fail(f"Say through which: --as NUMBER. There are: {known}.", 2)
    return named[0]


def _ask(what: str, text: str, *, yes: bool) -> None:
    """Nothing is sent without a yes."""
    if yes:
        return
    if not sys.stdin.isatty():
        fail("Nobody is here to say yes. Add --yes, and it is sent.", 2)
    err.print(f"{what}{':' if text else '.'}")
    if text:
        err.print(text, style="bold")
    if input("Send it? [y/N] ").strip().lower() not in ("y", "yes"):
        fail("Nothing was sent.")


def _go_on(delivery: Delivery, *, json: bool) -> None:
    """Deliver it now, as the worker would, then say where it stands."""
    for _ in range(_MOST_AT_ONCE):
        delivery.refresh_from_db()
        due = delivery.next_at is not None and delivery.next_at <= datetime.now(UTC)
        if not due or not deliver():
            break
    delivery.refresh_from_db()
    now = shown(delivery)
    if json:
        print_json(now)
    else:
        where = f": {now.url}" if now.url else ""
        say(f"{now.id}  {now.state_words}{where}")
        if now.said and now.state != State.SENT:
            say(now.said)
        if now.may:
            hint(" or ".join(f"twoears send {what} {now.id}" for what in now.may))
    if now.state in (State.FAILED, State.UNKNOWN):
        raise SystemExit(1)

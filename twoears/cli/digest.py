"""`twoears digest`: the morning mail: who gets it and when, what it would say now, and one at once."""

from datetime import UTC, datetime

from django.db.models import Q

from twoears.cli.saying import fail, hint, print_json, say
from twoears.conversations.digest.actions import MailTrouble, ask_for_one
from twoears.conversations.digest.models import MorningMail
from twoears.conversations.digest.morning import MailSettings
from twoears.conversations.digest.pages.showing import mail_settings, mail_shown, preview
from twoears.conversations.digest.tasks import send
from twoears.jobs import catch_up
from twoears.team.actions import first_owner
from twoears.team.models import Member


def digest(*, to: str, show: bool, out: bool, json: bool) -> None:
    """Print what a member would be mailed now, send it to them, or say how everybody has it."""
    if not show and not out:
        _say_all([_member(to)] if to else list(Member.objects.filter(is_active=True).order_by("pk")), json=json)
        return
    catch_up()
    member = _member(to) if to else first_owner()
    if show:
        _print(member, json=json)
    if out:
        _send(member, json=json)


def _member(words: str) -> Member:
    by = Q(username__iexact=words) | Q(email__iexact=words) | Q(first_name__iexact=words)
    found = list(Member.objects.filter(by, is_active=True).order_by("pk")[:2])
    if not found:
        fail(f"Nobody who works here is called {words!r}. See them with `twoears digest`.")
    if len(found) > 1:
        fail(f"{words!r} can be several. Give the name to sign in with.", 2)
    return found[0]


def _say_all(members: list[Member], *, json: bool) -> None:
    rows = [(member, mail_settings(member)) for member in members]
    if json:
        print_json([{"member": member.username, "settings": shown} for member, shown in rows])
        return
    if rows and not rows[0][1].ready:
        say(rows[0][1].trouble)
    for member, shown in rows:
        say(f"{member} · {shown.mail or 'no address'} · {_when(shown)}", "bold")
        for mail in shown.last:
            said = f": {mail.said}" if mail.said else ""
            say(f"  {mail.day:%a %d %b}{' (asked for)' if mail.asked else ''} · {mail.state_words}{said}", "dim")
    hint("What one would say now: twoears digest --to NAME --print")


def _when(shown: MailSettings) -> str:
    if shown.next_on:
        return f"{shown.when}, next on {shown.next_on:%a %d %b} at 07:30 {shown.zone}"
    return shown.trouble if shown.ready else shown.when


def _print(member: Member, *, json: bool) -> None:
    found = preview(member, signed=True)
    if json:
        print_json(found)
        return
    if not found.text:
        say(f"There is nothing to say to {member} now, so no mail would be sent.")
        return
    say(f"Subject: {found.subject}", "bold")
    say()
    say(found.text.rstrip())


def _send(member: Member, *, json: bool) -> None:
    try:
        made = ask_for_one(member=member)
    except MailTrouble as error:
        fail(str(error))
    send(datetime.now(UTC), only=made)
    shown = mail_shown(made.pk)
    if json:
        print_json(shown)
    else:
        say(f"{shown.state_words}: to {member.email}. {shown.said}".strip())
    if shown.state not in (MorningMail.State.SENT, MorningMail.State.NOTHING):
        raise SystemExit(1)

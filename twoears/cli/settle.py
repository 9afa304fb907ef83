"""Move a town in: its members, what they listen for, its accounts, everything it said, what was decided."""

from pathlib import Path

from django.utils.text import slugify

from twoears.cli.deciding import decide_for
from twoears.cli.listen import listen
from twoears.queries.actions import add
from twoears.reach.wanted.actions import want
from twoears.team.actions import first_owner, first_team
from twoears.team.models import Member, Role, Team
from twoears.town.company import LISTENS_FOR, WANTS
from twoears.town.company import Member as Colleague
from twoears.town.town import Town


def settle(said: Path, town: Town) -> None:
    """Add the colleagues, their teams, queries and whom they want; hear the town; decide what was decided there."""
    owner, team = first_owner(), first_team()
    for colleague in town.members:
        _employ(colleague)
    for name, words in LISTENS_FOR:
        add(member=owner, name=name, text=words, team=team)
    want(member=owner, text=_wanted(town))
    listen(
        [str(said)],
        kind="activitystreams",
        us=_ours(town),
        columns=[],
        since=None,
        base="",
        dry_run=False,
        json=False,
        quiet=False,
        onward=False,  # in a folder that nobody names at the command line
    )
    decide_for(town)


def _wanted(town: Town) -> str:
    """The companies of the trades that ours wants to reach, each with what they are together."""
    return "\n".join(f"{domain},{WANTS[trade]}" for trade, domain in town.workplaces() if trade in WANTS)


def _ours(town: Town) -> list[str]:
    """Our handles, and one word for all our mailboxes."""
    domains = sorted({f"@{actor.mail.split('@')[1]}" for actor in town.our_actors if actor.mail})
    return domains + [handle for handle in town.us if "@" not in handle]


def _employ(colleague: Colleague) -> None:
    team, _ = Team.objects.get_or_create(
        name=colleague.team.upper() if len(colleague.team) == 2 else colleague.team.capitalize(),
        defaults={"timezone": colleague.zone},
    )
    spoken = list(colleague.languages)
    named = {"first_name": colleague.name, "role": Role.MEMBER, "timezone": colleague.zone, "languages": spoken}
    member, made = Member.objects.get_or_create(username=slugify(colleague.name), defaults=named)
    if made:
        member.set_unusable_password()
        member.save()
    team.members.add(member)

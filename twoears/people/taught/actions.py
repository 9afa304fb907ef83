"""What an owner says of what was learnt: use it, or weigh as it is shipped."""

from datetime import UTC, datetime

from django.db import transaction

from twoears.activities.actions import append
from twoears.people.actions import MayNot
from twoears.team.actions import first_team
from twoears.team.models import Member


@transaction.atomic
def weigh_as_shipped(*, owner: Member, as_shipped: bool, now: datetime | None = None) -> None:
    """From the next round on likely pairs are weighed as it is shipped; or, where False, as members' answers taught."""
    if not owner.may_set_up:
        raise MayNot("Only owners say by what likely pairs are weighed.")
    team, moment = first_team(), now or datetime.now(UTC)
    team.match_as_shipped = as_shipped
    team.save(update_fields=["match_as_shipped"])
    append(owner, "Update", f"matching:{moment.timestamp():.6f}", moment)

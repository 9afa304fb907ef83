"""What is kept, and for how long."""

from django.http import HttpRequest
from ninja import Router

from twoears.api.asked import RuleOfKeeping
from twoears.api.credentials import READ, SET_UP, member_of
from twoears.api.shapes import keeping as shapes
from twoears.team import actions

router = Router(tags=["keeping"])


@router.get("/keeping", response=shapes.Keeping, auth=READ)
def what_is_kept(request: HttpRequest) -> dict[str, int]:
    """For how long the workspace keeps words after their author edited them."""
    return {"edits_days": actions.first_team().keep_edits_days}


@router.post("/keeping", response=shapes.Keeping, auth=SET_UP)
def keep(request: HttpRequest, asked: RuleOfKeeping) -> dict[str, int]:
    """Another rule; what is older goes within minutes. For owners."""
    return {"edits_days": actions.keep_edits(owner=member_of(request), days=asked.edits_days).keep_edits_days}

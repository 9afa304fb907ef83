"""Who may be whom: asked about, answered, and joined without a look where the workspace wants that."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from twoears.api.asked import Limit
from twoears.api.asked_of_people import Answer, RuleOfJoining, RuleOfWeighing
from twoears.api.credentials import DECIDE, READ, SET_UP, member_of
from twoears.api.people import identified
from twoears.api.shapes import people as people_shapes
from twoears.api.shapes import taught as taught_shapes
from twoears.api.shapes import unsure as shapes
from twoears.people.taught.actions import weigh_as_shipped
from twoears.people.taught.pages import taught
from twoears.people.taught.showing import Taught
from twoears.people.unsure import actions, pages
from twoears.people.unsure.showing import Joining, Proposal, Unsure, WouldJoin

router = Router(tags=["people"])


@router.get("/people/unsure", response=shapes.Unsure, auth=READ)
def unsure(request: HttpRequest, limit: Limit = 20) -> Unsure:
    """Accounts that are likely one person, the likeliest first, with what speaks for it and against it; what members
    said lately; and how right the proposals are."""
    return pages.unsure(limit=limit)


@router.get("/people/unsure/{slug:match}", response=shapes.MatchProposal, auth=READ)
def one_match(request: HttpRequest, match: str) -> Proposal:
    """One pair, whether or not it was answered."""
    return pages.proposal(match)


@router.post("/people/unsure/{slug:match}", response={201: people_shapes.Identified}, auth=DECIDE)
def answer_match(request: HttpRequest, match: str, asked: Answer) -> dict[str, object]:
    """The two are one person, are not, or are asked about later. `POST /identities/{id}/undo` takes it back."""
    return identified(actions.answer(member=member_of(request), match=match, says=asked.says))


@router.get("/joining", response=shapes.Joining, auth=READ)
def what_is_joined(request: HttpRequest) -> Joining:
    """From which probability on accounts are joined without a member, and how right that is."""
    return pages.joining()


@router.post("/joining", response=shapes.Joining, auth=SET_UP)
def join_likely(request: HttpRequest, asked: RuleOfJoining) -> Joining:
    """Join what is at least so likely by itself; null takes back all that was joined so. For owners."""
    actions.join_likely(owner=member_of(request), least=asked.least)
    return pages.joining()


@router.get("/joining/try", response=shapes.WouldJoin, auth=READ)
def try_joining(
    request: HttpRequest, least: Annotated[float, Query(ge=0.9, le=1), Field()] = 0.99, limit: Limit = 20
) -> WouldJoin:
    """What would be joined from a probability on. Nothing is changed."""
    return pages.would_join(least, limit=limit)


@router.get("/joining/learnt", response=taught_shapes.MatchTaught, auth=READ)
def what_is_learnt(request: HttpRequest) -> Taught:
    """What members' answers taught of who is who: from how many, which weights moved, and how well it foretells."""
    return taught()


@router.post("/joining/learnt", response=taught_shapes.MatchTaught, auth=SET_UP)
def weigh(request: HttpRequest, asked: RuleOfWeighing) -> Taught:
    """Weigh likely pairs as it is shipped, or as members' answers taught, from the next round on. For owners."""
    weigh_as_shipped(owner=member_of(request), as_shipped=asked.as_shipped)
    return taught()

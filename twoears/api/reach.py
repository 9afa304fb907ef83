"""Reach: who can hear us, in how many steps, and whom we want to hear us."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from twoears.api import asked_of_reach as asked
from twoears.api.asked import Key, Words
from twoears.api.credentials import DECIDE, READ, member_of
from twoears.api.shapes import reach as shapes
from twoears.people.actions import the_person
from twoears.people.companies.pages.one import company
from twoears.queries.audience.pages import reached
from twoears.reach.introducing import actions as introducing
from twoears.reach.introducing.pages import left_out, to_company, to_person
from twoears.reach.introducing.showing import IntroductionsShown, LeftOut
from twoears.reach.pages import DAYS, wanted_lists
from twoears.reach.showing import Reached, Sought
from twoears.reach.travelled.pages import the_post, travelled
from twoears.reach.travelled.showing import Travelled
from twoears.reach.wanted import actions

router = Router(tags=["reach"])


@router.get("/reach", response=shapes.Reach, auth=READ)
def hear_reach(
    request: HttpRequest,
    by: asked.ApartBy | None = None,
    days: Annotated[int, Field(ge=0, le=36_500)] = DAYS,
    speaker: Annotated[Words | None, Query(alias="from")] = None,
) -> Reached:
    """Who can hear us, or one account of ours (`from`), of those who are wanted, else of all who were heard.

    `by` may also be `query:` and the name of a kept query: those who said what it finds.
    """
    return reached(by=by or "", days=days, speaker=speaker or "")


@router.get("/reach/wanted", response=shapes.WantedLists, auth=READ)
def list_wanted(request: HttpRequest) -> dict[str, object]:
    """The lists of those whom members want to reach, by name."""
    return {"items": wanted_lists()}


@router.post("/reach/wanted", response={201: shapes.WantedLists}, auth=DECIDE)
def want(request: HttpRequest, new: asked.NewWanted) -> dict[str, object]:
    """Name whom you want to reach; a list of a name that stands takes its place."""
    made = {one.pk for one in actions.want(member=member_of(request), text=new.text, name=new.name)}
    return {"items": [one for one in wanted_lists() if one.id in made]}


@router.delete("/reach/wanted/{wanted}", response={204: None}, auth=DECIDE)
def remove_wanted(request: HttpRequest, wanted: Key) -> None:
    """Out of the rings; it can be brought back."""
    actions.remove(member=member_of(request), key=wanted)


@router.post("/reach/wanted/{wanted}/bring-back", response=shapes.WantedList, auth=DECIDE)
def bring_wanted_back(request: HttpRequest, wanted: Key) -> Sought:
    """It stands again."""
    made = actions.bring_back(member=member_of(request), key=wanted)
    return next(one for one in wanted_lists() if one.id == made.pk)


@router.get("/people/{slug:public_id}/introductions", response=shapes.Introductions, auth=READ)
def introductions_to_one(request: HttpRequest, public_id: str) -> IntroductionsShown:
    """Who could introduce us to somebody: the best ways of up to three steps, each with its reasons."""
    return to_person(the_person(public_id))


@router.get("/companies/{domain}/introductions", response=shapes.Introductions, auth=READ)
def introductions_to_company(request: HttpRequest, domain: Words) -> IntroductionsShown:
    """The same to anybody who belongs to a company."""
    return to_company(company(domain).domain)


@router.get("/introductions/left-out", response=shapes.AllLeftOut, auth=READ)
def list_left_out_of_introductions(request: HttpRequest) -> dict[str, object]:
    """Those whom nobody asks to introduce us."""
    return {"items": left_out()}


@router.post("/introductions/left-out", response={201: shapes.LeftOutOfIntroductions}, auth=DECIDE)
def leave_out_of_introductions(request: HttpRequest, new: asked.LeaveOut) -> LeftOut:
    """Nobody asks them from now on; said twice it is one word."""
    made = introducing.spare(member=member_of(request), actor=new.account)
    return next(one for one in left_out() if one.id == made.pk)


@router.delete("/introductions/left-out/{left_out_id}", response={204: None}, auth=DECIDE)
def ask_again_for_introductions(request: HttpRequest, left_out_id: Key) -> None:
    """They may be asked again."""
    introducing.ask_again(member=member_of(request), key=left_out_id)


@router.get("/posts/{post}/travelled", response=shapes.Travelled, auth=READ)
def how_far_it_went(request: HttpRequest, post: Key) -> Travelled:
    """Who passed a public post on after whom, how far it went, and how many were expected to pass it on."""
    return travelled(the_post(str(post)))

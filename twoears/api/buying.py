"""Buying cycles: who is near a purchase, and where one person stands."""

from django.http import HttpRequest
from ninja import Router

from twoears.api.asked import Limit
from twoears.api.credentials import READ
from twoears.api.shapes import buying as shapes
from twoears.people.actions import the_person
from twoears.people.buying.pages import buying_of, near
from twoears.people.buying.showing import BuyingList, BuyingShown

router = Router(tags=["buying"])


@router.get("/buying", response=shapes.BuyingNear, auth=READ)
def list_near(request: HttpRequest, limit: Limit = 20) -> BuyingList:
    """People and organisations that are at least twice as likely to order within thirty days as anybody."""
    return near(limit=limit)


@router.get("/people/{slug:public_id}/buying", response=shapes.BuyingState, auth=READ)
def one_buying(request: HttpRequest, public_id: str) -> BuyingShown:
    """Where one person stands in their own buying cycle, or why it cannot be told."""
    return buying_of(the_person(public_id))

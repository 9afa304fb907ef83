"""Deliveries: answer where the conversation is, see what became of it, and say what nobody else can tell."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from ninja import Router

from twoears.api.asked import Key, Limit, Send, Words, cursor, link_next, turned
from twoears.api.credentials import DECIDE, READ, member_of
from twoears.api.problems import Problem
from twoears.api.shapes import deliveries as shapes
from twoears.conversations import actions
from twoears.conversations.actions import the_thread
from twoears.publishing import actions as publishing
from twoears.publishing import pages
from twoears.publishing.models import Delivery
from twoears.publishing.showing import DeliveryShown
from twoears.sources.models import Connection
from twoears.team.models import Member

router = Router(tags=["deliveries"])


@router.get("/mouths", response=shapes.Mouths, auth=READ)
def list_mouths(request: HttpRequest) -> dict[str, object]:
    """The sources through which we can speak, and what each can do."""
    return {"items": pages.speaking()}


@router.get("/deliveries", response=shapes.Deliveries, auth=READ)
def list_deliveries(
    request: HttpRequest, response: HttpResponse, after: Words = "", limit: Limit = 30
) -> dict[str, object]:
    """What was sent and is to be sent, the latest first."""
    start = int(turned(after) or 0)
    found = pages.deliveries(start=start, limit=limit + 1)
    onward = cursor(str(start + limit)) if len(found) > limit else None
    link_next(request, response, onward)
    return {"items": found[:limit], "next": onward}


@router.get("/deliveries/{delivery}", response=shapes.Delivery, auth=READ)
def one_delivery(request: HttpRequest, delivery: Key) -> DeliveryShown:
    """How far one of them has come."""
    return pages.shown(_delivery(delivery))


@router.post("/deliveries", response={201: shapes.Delivery}, auth=DECIDE)
def send(request: HttpRequest, asked: Send) -> DeliveryShown:
    """Put it in line to be sent, once. The worker sends it; a private question is answered in private."""
    member = member_of(request)
    through = _mouth(member, asked)
    if asked.act == "post":
        return pages.shown(publishing.send(member=member, connection=through, act="post", text=asked.text))
    if not asked.conversation:
        raise Problem(422, f"To {asked.act}, say in which conversation.", [("body.conversation", "is missing")])
    made = actions.speak(
        member=member,
        conversation=asked.conversation,
        connection=through,
        act=asked.act,
        text=asked.text,
        post=asked.post,
    )
    return pages.shown(made)


@router.post("/deliveries/{delivery}/take-back", response=shapes.Delivery, auth=DECIDE)
def take_back(request: HttpRequest, delivery: Key) -> DeliveryShown:
    """Do not send it after all; the words become a draft again. 409 where it was begun."""
    return _decided(delivery, lambda found: actions.take_back(member=member_of(request), delivery=found))


@router.post("/deliveries/{delivery}/try-again", response=shapes.Delivery, auth=DECIDE)
def try_again(request: HttpRequest, delivery: Key) -> DeliveryShown:
    """Send once more what failed, or what you have looked up out there and not found."""
    return _decided(delivery, lambda found: publishing.try_again(member=member_of(request), delivery=found))


@router.post("/deliveries/{delivery}/it-is-there", response=shapes.Delivery, auth=DECIDE)
def it_is_there(request: HttpRequest, delivery: Key) -> DeliveryShown:
    """You have looked: what nobody could tell was sent."""
    return _decided(delivery, lambda found: publishing.it_is_there(member=member_of(request), delivery=found))


def _decided(key: int, decide: Callable[[Delivery], bool]) -> DeliveryShown:
    found = _delivery(key)
    if not decide(found):
        raise Problem(409, "It has gone on since you looked, or was never in doubt. Look where it stands.")
    found.refresh_from_db()
    return pages.shown(found)


def _delivery(key: int) -> Delivery:
    found = Delivery.objects.select_related("connection", "member", "about").filter(pk=key).first()
    if found is None:
        raise Problem(404, "There is no such delivery.")
    return found


def _mouth(member: Member, asked: Send) -> Connection:
    """The source that was named, else the only one that speaks there."""
    network = the_thread(member, asked.conversation).network if asked.conversation else ""
    found = [mouth for mouth in pages.speaking(network) if asked.act in mouth.acts]
    if asked.source is not None:
        named = Connection.objects.filter(pk=asked.source).first()
        if named is None:
            raise Problem(422, "That source is not here.", [("body.source", "no such source")])
        return named
    if len(found) != 1:
        said = "several sources speak there" if found else "no source speaks there"
        raise Problem(422, "Say through which source.", [("body.source", said)])
    return Connection.objects.get(pk=found[0].source)

"""People: who is who, where we stand with each other, and forgetting."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from twoears.api.asked import Key, Limit, Merge, Split, Typed, View, Words, cursor, link_next, turned
from twoears.api.credentials import DECIDE, READ, SET_UP, member_of
from twoears.api.shapes import people as shapes
from twoears.api.shapes import ties
from twoears.people import actions
from twoears.people.models import IdentityDecision
from twoears.people.pages import people_list, person_page
from twoears.people.showing import PersonPage
from twoears.people.ties.pages import ties_of
from twoears.people.ties.showing import TiesPage

router = Router(tags=["people"])


@router.get("/people", response=shapes.People, auth=READ)
def list_people(
    request: HttpRequest,
    response: HttpResponse,
    view: View = "everyone",
    q: Words = "",
    label: Words = "",
    need: Key | None = None,
    about: Words = "",
    after: Words = "",
    limit: Limit = 40,
) -> dict[str, object]:
    """People a page at a time, by one of the saved questions, by name, handle or mail, and by what a reader made of
    something that they said (`label`, such as `complaint`), by a need that they spoke of, by what they named
    (`about`, such as `place:berlin`); the latest first."""
    cards, place, total = people_list(
        view=view, q=q, label=label, need=need, about=about, after=turned(after), limit=limit
    )
    onward = cursor(place)
    link_next(request, response, onward)
    return {"items": cards, "next": onward, "total": total}


@router.get("/people/{slug:public_id}", response=shapes.PersonPage, auth=READ)
def one_person(request: HttpRequest, public_id: str) -> PersonPage:
    """One person, by their own id or by that of any of their accounts."""
    return person_page(public_id)


@router.get("/people/{slug:public_id}/ties", response=ties.Ties, auth=READ)
def ties_of_one(request: HttpRequest, public_id: str) -> TiesPage:
    """Whom they know: where we stand with each other, which colleague knows them best, and who else."""
    return ties_of(actions.the_person(public_id))


@router.post("/people/{slug:public_id}/merge", response={201: shapes.Identified}, auth=DECIDE)
def merge(request: HttpRequest, public_id: str, asked: Merge) -> dict[str, object]:
    """These two are one person."""
    return identified(actions.merge(member=member_of(request), left=public_id, right=asked.other))


@router.post("/people/{slug:public_id}/split", response={201: shapes.Identified}, auth=DECIDE)
def split(request: HttpRequest, public_id: str, asked: Split) -> dict[str, object]:
    """This account is somebody else."""
    return identified(actions.split(member=member_of(request), person=public_id, actor=asked.actor))


@router.post("/identities/{change}/undo", response=shapes.Identified, auth=DECIDE)
def undo_identity(request: HttpRequest, change: Key) -> dict[str, object]:
    """Take a merge or a split back."""
    return identified(actions.undo_identity(member=member_of(request), change=change))


@router.delete("/people/{slug:public_id}", response=shapes.Gone, auth=SET_UP)
def forget(request: HttpRequest, public_id: str, asked: Typed) -> dict[str, int]:
    """Remove a person from everything that is held, and do not record them again. For owners; cannot be undone."""
    return actions.forget(member=member_of(request), person=public_id, typed=asked.typed)


def identified(made: IdentityDecision) -> dict[str, object]:
    """What was decided, as it is shown."""
    return {"id": made.pk, "kind": made.kind, "at": made.made_at, "undone": made.undone_at is not None}

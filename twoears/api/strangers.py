"""Strangers worth meeting, and what members decide about them."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from twoears.api import asked
from twoears.api.asked import Days, Key, Limit, Words, cursor, link_next, turned
from twoears.api.credentials import DECIDE, READ, member_of
from twoears.api.shapes import strangers as shapes
from twoears.conversations.strangers import actions
from twoears.conversations.strangers.pages.listing import DAYS, strangers, word_shown
from twoears.conversations.strangers.pages.showing import WordShown
from twoears.understanding.needs.pages import one_code

router = Router(tags=["strangers"])
_ACTS = {"meet": actions.meet, "leave": actions.leave, "later": actions.later}


@router.get("/strangers", response=shapes.Strangers, auth=READ)
def list_strangers(
    request: HttpRequest,
    response: HttpResponse,
    need: Key | None = None,
    days: Days = DAYS,
    within: Annotated[int, Query(ge=1, le=3), Field()] | None = None,
    after: Words = "",
    limit: Limit = 20,
) -> dict[str, object]:
    """Those whom nobody has met and who spoke of something that we may help with; who waits for an answer first.

    `within` shows only those to whom a chain of so many ties or fewer leads from us."""
    page = strangers(
        need=one_code(need).id if need else None, days=days, within=within, after=turned(after), limit=limit
    )
    onward = cursor(page.after) if page.after else None
    link_next(request, response, onward)
    return {"days": page.days, "found": page.found, "items": page.strangers, "words": page.words, "next": onward}


@router.post("/strangers/words", response={201: shapes.StrangerWord}, auth=DECIDE)
def decide_about_stranger(request: HttpRequest, said: asked.AboutStranger) -> WordShown:
    """Meet them, leave them, or look again later. Nothing is sent to them."""
    made = _ACTS[said.says](member=member_of(request), actor=said.actor)
    return word_shown(made.pk)


@router.delete("/strangers/words/{stranger_word}", response={204: None}, auth=DECIDE)
def take_back_about_stranger(request: HttpRequest, stranger_word: Key) -> None:
    """That decision does not hold any more."""
    actions.take_back(member=member_of(request), word=stranger_word)

"""Needs: themes that are proposed, the codebook, coding, talks, and who speaks of what."""

from dataclasses import asdict
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from twoears.api import asked_of_needs as asked
from twoears.api.asked import Key, Limit, Words, cursor, link_next, turned
from twoears.api.credentials import DECIDE, READ, member_of
from twoears.api.shapes import needs as shapes
from twoears.conversations.needs.actions import look_for_themes
from twoears.conversations.needs.pages import Choice, Queue, ThemesShown, choice, themes_shown, to_code
from twoears.people.needs.pages import Segments, account_named, segments
from twoears.understanding.needs import actions
from twoears.understanding.needs.coding import actions as coding
from twoears.understanding.needs.coding.pages import Book, CodingShown, book, coding_shown, one_talk, talks
from twoears.understanding.needs.items import item
from twoears.understanding.needs.pages import ChangeShown, CodeShown, changes, one_code

router = Router(tags=["needs"])


@router.get("/needs/themes", response=shapes.Themes, auth=READ)
def list_themes(request: HttpRequest, which: Query[asked.Which]) -> ThemesShown:
    """Themes as they were last proposed for these posts."""
    return themes_shown(_choice(which))


@router.post("/needs/themes", response=shapes.Themes, auth=DECIDE)
def look_for(request: HttpRequest, which: asked.Which) -> ThemesShown:
    """Propose themes anew in these posts, the latest 20,000 at most; it takes some seconds."""
    return look_for_themes(member=member_of(request), wanted=_choice(which))


@router.get("/needs/codes", response=shapes.Codebook, auth=READ)
def codebook(request: HttpRequest) -> Book:
    """The codebook with its figures."""
    return book()


@router.post("/needs/codes", response={201: shapes.NeedCode}, auth=DECIDE)
def make_code(request: HttpRequest, new: asked.NewCode) -> CodeShown:
    """A new code."""
    examples = [item(one) for one in new.examples]
    made = actions.make_code(
        member=member_of(request), name=new.name, meaning=new.meaning, use=new.use, examples=examples
    )
    return one_code(made.pk)


@router.get("/needs/codes/{code}", response=shapes.NeedCode, auth=READ)
def show_code(request: HttpRequest, code: Key) -> CodeShown:
    """One code, standing or not."""
    return one_code(code)


@router.post("/needs/codes/{code}/change", response=shapes.NeedCode, auth=DECIDE)
def describe_code(request: HttpRequest, code: Key, changed: asked.ChangedCode) -> CodeShown:
    """Another name, meaning or use."""
    actions.describe_code(
        member=member_of(request), code=code, name=changed.name, meaning=changed.meaning, use=changed.use
    )
    return one_code(code)


@router.post("/needs/codes/{code}/merge", response=shapes.NeedCode, auth=DECIDE)
def merge_code(request: HttpRequest, code: Key, merged: asked.MergeInto) -> CodeShown:
    """From now on it is another code; the other one is answered."""
    return one_code(actions.merge_codes(member=member_of(request), code=code, into=merged.into).pk)


@router.post("/needs/codes/{code}/split", response={201: shapes.NeedCode}, auth=DECIDE)
def split_code(request: HttpRequest, code: Key, off: asked.SplitOff) -> CodeShown:
    """A new code takes some of what was coded along; it is answered."""
    items = [item(one) for one in off.items]
    made = actions.split_code(
        member=member_of(request), code=code, name=off.name, items=items, meaning=off.meaning, use=off.use
    )
    return one_code(made.pk)


@router.post("/needs/codes/{code}/examples", response=shapes.NeedCode, auth=DECIDE)
def give_example(request: HttpRequest, code: Key, example: asked.AsExample) -> CodeShown:
    """Put an item into the book."""
    actions.give_example(member=member_of(request), code=code, item=item(example.item), fits=example.fits)
    return one_code(code)


@router.delete("/needs/codes/{code}", response={204: None}, auth=DECIDE)
def retire_code(request: HttpRequest, code: Key) -> None:
    """Retire a code; the change can be taken back."""
    actions.retire_code(member=member_of(request), code=code)


@router.get("/needs/changes", response=shapes.CodeChanges, auth=READ)
def list_code_changes(
    request: HttpRequest, response: HttpResponse, code: Key | None = None, after: Words = "", limit: Limit = 40
) -> dict[str, object]:
    """What was done to one code, or to any; the latest first."""
    start = int(turned(after) or 0)
    found = changes(code, start=start, limit=limit + 1)
    onward = cursor(str(start + limit)) if len(found) > limit else None
    link_next(request, response, onward)
    return {"items": found[:limit], "next": onward}


@router.delete("/needs/changes/{code_change}", response=shapes.CodeChange, auth=DECIDE)
def undo_code_change(request: HttpRequest, code_change: Key) -> ChangeShown:
    """Take back what was done to a code; what came after it is taken back first."""
    done = actions.undo_change(member=member_of(request), change=code_change)
    return next(one for one in changes(done.code_id, limit=1_000_000) if one.id == done.pk)


@router.post("/needs/codings", response={201: shapes.NeedCoding}, auth=DECIDE)
def code_item(request: HttpRequest, said: asked.CodeIt) -> CodingShown:
    """Say what an item speaks of."""
    return coding_shown(
        coding.code_item(member=member_of(request), item=item(said.item), code=said.code, says=said.says, how=said.how)
    )


@router.delete("/needs/codings/{coding_id}", response={204: None}, auth=DECIDE)
def take_coding_back(request: HttpRequest, coding_id: Key) -> None:
    """It was not said."""
    coding.take_coding_back(member=member_of(request), coding=coding_id)


@router.get("/needs/proposals", response=shapes.Proposals, auth=READ)
def list_proposals(
    request: HttpRequest,
    which: Query[asked.Which],
    code: Key | None = None,
    order: Literal["unsure", "sure"] = "unsure",
    limit: Limit = 20,
) -> Queue:
    """What to code next: what likely speaks of a code, or of any, those first that would teach most; or the latest."""
    return to_code(member_of(request), _choice(which), code=code, order=order, limit=limit)


@router.get("/needs/segments", response=shapes.Segments, auth=READ)
def list_segments(request: HttpRequest, code: Key | None = None, limit: Limit = 20) -> Segments:
    """People by need, at most `limit` of each listed, with their own words."""
    return segments(one_code(code).id if code else None, listed=limit)


@router.get("/needs/talks", response=shapes.Talks, auth=READ)
def list_talks(request: HttpRequest) -> dict[str, object]:
    """Interviews and calls, the latest first."""
    return {"items": talks()}


@router.post("/needs/talks", response={201: shapes.WholeTalk}, auth=DECIDE)
def keep_talk(request: HttpRequest, new: asked.NewTalk) -> dict[str, object]:
    """Keep a talk, cut into paragraphs."""
    actor = account_named(new.with_whom) if new.with_whom.strip() else None
    made = coding.keep_talk(
        member=member_of(request), title=new.title, text=new.text, kind=new.kind, day=new.day, actor=actor
    )
    return _whole(made.pk)


@router.get("/needs/talks/{talk}", response=shapes.WholeTalk, auth=READ)
def show_talk(request: HttpRequest, talk: Key) -> dict[str, object]:
    """A talk, paragraph by paragraph."""
    return _whole(talk)


@router.delete("/needs/talks/{talk}", response={204: None}, auth=DECIDE)
def remove_talk(request: HttpRequest, talk: Key) -> None:
    """Out of sight, with what was coded in it."""
    coding.remove_talk(member=member_of(request), talk=talk)


def _choice(which: asked.Which) -> Choice:
    return choice(query=which.query, label=which.label, network=which.network, since=which.since, until=which.until)


def _whole(talk: int) -> dict[str, object]:
    shown, passages = one_talk(talk)
    return {**asdict(shown), "passages": passages}

"""What the people of the town have decided about criticism by the time its doors open: needs, and improvements."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from twoears.activities.models import Post
from twoears.conversations.criticism import actions
from twoears.conversations.criticism.pages.found import LABELS
from twoears.conversations.criticism.telling.actions import mark
from twoears.team.actions import first_owner
from twoears.team.models import Member
from twoears.town.town import Town
from twoears.understanding.models import Note
from twoears.understanding.needs.actions import make_code
from twoears.understanding.needs.coding.actions import code_item
from twoears.understanding.needs.items import Item

_CODES: Final = (
    (
        "calibration",
        "calibration with a date that holds",
        "Loggers come back on the day that was named.",
    ),
    ("alarm", "an alarm that reaches somebody", "A warning comes, and somebody hears it in time."),
    ("battery", "batteries that say when they end", "Nobody learns of it from a gap in the chart."),
    ("price", "prices that one can foresee", "What was quoted is what is asked for."),
)
"""Need of the town, the code for it, and what that means."""
_MOST: Final = 40  # posts of a need that were coded: nobody codes all
_AGO: Final = {"decided": timedelta(days=80), "done": timedelta(days=60)}


def decide_for(town: Town) -> None:
    """Code criticism by what it is really about, and take some of it up: one thing done, one decided on."""
    owner = first_owner()
    behind = _complaints(town)
    read_so = Note.objects.filter(post__in=[one.pk for some in behind.values() for one in some], label__in=LABELS)
    known = set(read_so.filter(post__turn__to_us=True).values_list("post", flat=True))
    made: dict[str, int] = {}
    for need, name, meaning in _CODES:
        if behind[need]:
            made[need] = make_code(member=owner, name=name, meaning=meaning).pk
            for post in behind[need]:
                if post.pk not in known:
                    mark(member=owner, post=post.pk)  # the readers do not find all, and members do
                code_item(member=owner, item=Item("post", post.pk), code=made[need])
    _take_up(town.until, owner, made.get("calibration"), behind["calibration"])
    _plan(town.until, owner, made.get("alarm"), behind["alarm"])


def _complaints(town: Town) -> dict[str, list[Post]]:
    """need -> what others really complained of, the latest first; at most as much as somebody codes."""
    about = {one.post: one.need for one in town.truth().posts if one.kind == "complaint" and one.person >= 0}
    behind: dict[str, list[Post]] = defaultdict(list)
    said = Post.objects.filter(uid__in=list(about), turn__ours=False, withdrawn_at=None)
    for post in said.order_by("-published", "pk"):
        if len(behind[about[post.uid]]) < _MOST:
            behind[about[post.uid]].append(post)
    return behind


def _take_up(until: datetime, owner: Member, need: int | None, posts: Sequence[Post]) -> None:
    """Done two months ago, for those who had said so by then."""
    decided, done = until - _AGO["decided"], until - _AGO["done"]
    said = [post.pk for post in posts if post.published < decided]
    if need is None or not said:
        return
    title = "A date for every calibration"
    made = actions.improve(
        member=owner, title=title, need=need, owner=_colleague("priya-raman"), posts=said, now=decided
    )
    actions.decide(member=owner, improvement=made.pk, now=decided)
    what = "Each calibration gets a date when it is booked, and we write before it slips."
    actions.done(member=owner, improvement=made.pk, what=what, link="https://halden.example/news/calibration", now=done)


def _plan(until: datetime, owner: Member, need: int | None, posts: Sequence[Post]) -> None:
    if need is None or not posts:
        return
    half = [post.pk for post in posts[: max(len(posts) // 2, 1)]]
    made = actions.improve(
        member=owner, title="An alarm that rings until somebody answers", need=need, owner=_colleague("maren-tveit"),
        posts=half, now=until - timedelta(days=9),
    )  # fmt: skip
    actions.decide(member=owner, improvement=made.pk, now=until - timedelta(days=2))


def _colleague(username: str) -> Member | None:
    return Member.objects.filter(username=username).first()

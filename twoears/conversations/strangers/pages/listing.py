"""Strangers worth meeting, a page at a time, and what was decided about them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from twoears.activities.models import Actor, Post
from twoears.conversations.strangers.models import StrangerWord
from twoears.conversations.strangers.pages.finding import left_alone, looked_at, strangers_heard
from twoears.conversations.strangers.pages.showing import Evidence, Stranger, Strangers, WordShown
from twoears.conversations.strangers.trouble import NoSuchWord
from twoears.conversations.strangers.worth import STARTS, Worth, in_order, worth
from twoears.lib.intervals import share
from twoears.lib.text import place
from twoears.people.models import Identity
from twoears.reach.near.pages import near
from twoears.reach.near.showing import Near
from twoears.understanding.needs.pages import post_shown

DAYS: Final = 90
_WORDS: Final = 20
_ABOUT: Final = 160


def strangers(
    *,
    need: int | None = None,
    days: int = DAYS,
    within: int | None = None,
    after: str = "",
    limit: int = 20,
    now: datetime | None = None,
) -> Strangers:
    """Strangers who showed a need in the last `days`, those first who wait for an answer; a page at a time.

    `within`: only those to whom a chain of so many ties (1 to 3) or fewer leads from us.
    """
    moment = now or datetime.now(UTC)
    since = moment - timedelta(days=days)
    looked = looked_at(since, moment, need=need)
    found = in_order(worth(one) for one in looked if within is None or 0 < one.steps <= within)
    start = place(after)
    heard = strangers_heard(since).count()
    return Strangers(
        days=days,
        found=share(
            min(len(found), heard),
            heard,
            key="showed_a_need",
            of="of the strangers who were heard spoke of something that we may help with",
            question="How many are worth meeting?",
        ),
        strangers=_shown(found[start : start + limit]),
        words=words_said(),
        after=str(start + limit) if start + limit < len(found) else "",
    )


def words_said(*, limit: int = _WORDS) -> tuple[WordShown, ...]:
    """What members decided about strangers and still holds, the latest first."""
    return _words(list(_standing().filter(undone_at=None).order_by("-made_at", "-pk")[:limit]))


def word_shown(word: int) -> WordShown:
    """One decision; raises NoSuchWord."""
    rows = list(_standing().filter(pk=word))
    if not rows:
        raise NoSuchWord("That decision is not here any more.")
    return _words(rows)[0]


def _standing() -> QuerySet[StrangerWord]:
    return StrangerWord.objects.select_related("actor", "member")


def _words(rows: Sequence[StrangerWord]) -> tuple[WordShown, ...]:
    met = Identity.objects.filter(actor__in=[row.actor_id for row in rows])
    pages = dict(met.values_list("actor", "person__public_id"))
    return tuple(
        WordShown(
            id=row.pk,
            actor=row.actor_id,
            name=str(row.actor),
            says=row.says,
            until=row.until,
            member=str(row.member or ""),
            at=row.made_at,
            person=pages.get(row.actor_id, ""),
        )
        for row in rows
    )


def _shown(some: Sequence[Worth]) -> tuple[Stranger, ...]:
    actors = Actor.objects.in_bulk([one.actor for one in some])
    wanted = [spoke.post for one in some for spoke in one.spoke]
    posts = {post.pk: post for post in Post.objects.filter(pk__in=wanted).select_related("author")}
    chains = near(actors, aside=left_alone())
    return tuple(_stranger(one, actors[one.actor], posts, chains.get(one.actor)) for one in some)


def _stranger(one: Worth, actor: Actor, posts: dict[int, Post], chain: Near | None) -> Stranger:
    return Stranger(
        actor=actor.pk,
        name=str(actor),
        handle=actor.account,
        network=actor.network,
        url=actor.url,
        about=" ".join(actor.summary.split())[:_ABOUT],
        evidence=tuple(
            Evidence(item=post_shown(posts[spoke.post]), why=spoke.why, open=spoke.open) for spoke in one.spoke
        ),
        said=one.said,
        talks=one.talks,
        known=one.known,
        near=chain,
        start=one.start,
        how=STARTS[one.start],
        because=(*one.because, chain.words) if chain else one.because,
    )

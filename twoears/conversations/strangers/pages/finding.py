"""What strangers said that shows a need, who of them talks with others, and who of ours has talked with them.

A post shows a need where a member coded it so, or where a query that a team keeps found it and it reads as somebody who
asks, needs, looks for a recommendation, means to buy or complains. What was said in private shows nothing here.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from twoears.activities.models import Actor, Post
from twoears.conversations.strangers.models import Says, StrangerWord
from twoears.conversations.strangers.worth import Known, Looked, Spoke
from twoears.people.models import Identity
from twoears.queries.models import Hit
from twoears.reach.introducing.models import Spared
from twoears.reach.near.pages import steps_to
from twoears.threads.actions import us
from twoears.threads.models import Turn
from twoears.understanding.models import Note
from twoears.understanding.needs.coding.coded import carried
from twoears.understanding.needs.coding.pages import rows_of
from twoears.understanding.needs.pages import codes

NEEDING: Final = {
    "question": "asks",
    "request": "asks for something",
    "need": "says what they need",
    "recommendation sought": "looks for a recommendation",
    "buying intent": "means to buy",
    "complaint": "complains",
}
"""Labels of readers that show a need, and how that is said."""
ASKING: Final = frozenset({"question", "request", "recommendation sought"})
_NO_PERSON: Final = ("Organization", "Service", "Application", "Group")
_CHUNK: Final = 500
_MOST: Final = 20_000  # posts that are looked at, the latest: one page is to come at once


@dataclass(slots=True)
class Talk:
    """How a stranger talks: how much they say, how much of it answers others, whom they answer and who answers them."""

    posts: int = 0
    answers: int = 0
    to: Counter[int] = field(default_factory=Counter)
    back: Counter[int] = field(default_factory=Counter)
    answered: set[int] = field(default_factory=set)


def strangers_heard(since: datetime) -> QuerySet[Actor]:
    """Everybody who said something in public since then and whom nobody has met; no bots, no houses, none of us."""
    met = Identity.objects.values("actor")
    here = Post.objects.filter(published__gte=since, private=False, withdrawn_at=None).exclude(text="")
    return (
        Actor.objects.filter(pk__in=here.values("author"))
        .exclude(pk__in=met)
        .exclude(pk__in=us().actors)
        .exclude(type__in=_NO_PERSON)
        .exclude(network__in=("mail", "web", "twoears"))
    )


def looked_at(since: datetime, now: datetime, *, need: int | None = None) -> list[Looked]:
    """All strangers who showed a need since then; of one need only those that members coded so."""
    why = _why(since, need)
    said = _said(why, strangers_heard(since).exclude(pk__in=_not_now(now)))
    talks = _talks(said)
    known, steps = _known(talks), steps_to(said, aside=left_alone())
    return [
        Looked(
            actor=actor,
            spoke=tuple(
                Spoke(post=post, at=at, why=why[post][0], open=why[post][1] and post not in talks[actor].answered)
                for post, at in spoke.items()
            ),
            posts=talks[actor].posts,
            answers=talks[actor].answers,
            known=known[actor],
            steps=steps.get(actor, 0),
        )
        for actor, spoke in said.items()
    ]


def left_alone() -> set[int]:
    """Those whom members decided to leave, and those whom nobody asks to introduce us: no chain leads through them."""
    left = StrangerWord.objects.filter(undone_at=None, says=Says.LEAVE)
    spared = Spared.objects.filter(undone_at=None)
    return {actor for rows in (left, spared) for actor in rows.values_list("actor", flat=True)}


def _not_now(now: datetime) -> QuerySet[StrangerWord, int]:
    standing = StrangerWord.objects.filter(undone_at=None)
    return standing.filter(~Q(says=Says.LATER) | Q(until__gt=now)).values_list("actor", flat=True)


def _why(since: datetime, need: int | None) -> dict[int, tuple[tuple[str, ...], bool]]:
    """post -> why it shows a need, and whether it asks; the latest posts only."""
    why: dict[int, list[str]] = defaultdict(list)
    names = {code.id: code.name for code in codes()}
    for item, of in carried(rows_of()).items():
        wanted = of if need is None else of & {need}
        if item.kind == "post":
            why[item.key] += [f"speaks of {names[one]}" for one in sorted(wanted) if one in names]
    found = Hit.objects.filter(at__gte=since, excluded=None, query__removed_at=None).order_by("-at", "-post")
    heard: dict[int, list[str]] = defaultdict(list)
    if need is None:
        for post, query in found.values_list("post", "query__name")[:_MOST]:
            heard[post].append(query)
    labels = _labels({*why, *heard})
    for post, queries in heard.items():
        if labels[post]:
            why[post] += [f"heard by “{name}”" for name in dict.fromkeys(queries)]
    return {
        post: ((*(NEEDING[label] for label in labels[post]), *reasons), not ASKING.isdisjoint(labels[post]))
        for post, reasons in why.items()
        if reasons
    }


def _labels(posts: Collection[int]) -> Mapping[int, list[str]]:
    made: dict[int, list[str]] = defaultdict(list)
    order = list(posts)
    for at in range(0, len(order), _CHUNK):
        rows = Note.objects.filter(post__in=order[at : at + _CHUNK], label__in=list(NEEDING))
        for post, label in rows.order_by("reader").values_list("post", "label"):
            made[post].append(label)
    return made


def _said(why: Mapping[int, tuple[tuple[str, ...], bool]], who: QuerySet[Actor]) -> dict[int, dict[int, datetime]]:
    """account -> post -> when: what strangers said in public of those posts."""
    made: dict[int, dict[int, datetime]] = defaultdict(dict)
    posts = list(why)
    for at in range(0, len(posts), _CHUNK):
        some = Post.objects.filter(pk__in=posts[at : at + _CHUNK], private=False, withdrawn_at=None, author__in=who)
        for post, actor, said_at in some.values_list("pk", "author", "published"):
            made[actor][post] = said_at
    return made


def _talks(actors: Collection[int]) -> dict[int, Talk]:
    """All conversations in which strangers spoke, post by post: who answers whom is read from their own addresses."""
    made = {actor: Talk() for actor in actors}
    threads = Turn.objects.filter(actor__in=made, thread__private=False).values("thread")
    rows = list(
        Turn.objects.filter(thread__in=threads, post__withdrawn_at=None).values_list(
            "post", "actor", "post__uid", "post__in_reply_to"
        )
    )
    author = {uid: actor for _, actor, uid, _ in rows}
    post_of = {uid: post for post, _, uid, _ in rows}
    for _, actor, _, parent in rows:
        other = author.get(parent, 0)
        if actor in made:
            made[actor].posts += 1
            made[actor].answers += bool(parent) and other != actor
            if other:
                made[actor].to[other] += 1
        if other in made and actor != other:
            made[other].back[actor] += 1
            made[other].answered.add(post_of[parent])
    return made


def _known(talks: Mapping[int, Talk]) -> dict[int, tuple[Known, ...]]:
    """account -> the people we have met who answered them or whom they answered."""
    others = {other for talk in talks.values() for other in (*talk.to, *talk.back)}
    met = Identity.objects.filter(actor__in=others).select_related("person")
    behind = {one.actor_id: (one.person.public_id, one.person.name) for one in met}
    return {actor: tuple(_those(talk, behind)) for actor, talk in talks.items()}


def _those(talk: Talk, behind: Mapping[int, tuple[str, str]]) -> Iterator[Known]:
    people = {behind[other] for other in (*talk.to, *talk.back) if other in behind}
    for person, name in sorted(people):
        accounts = [other for other, who in behind.items() if who == (person, name)]
        to, back = (sum(side[other] for other in accounts) for side in (talk.to, talk.back))
        yield Known(person=person, name=name, times=to + back, both=bool(to and back))

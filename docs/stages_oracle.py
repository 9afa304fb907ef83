"""What could be told at best: by one who sees every act of a town, knows what each is, and learnt from other towns."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from twoears.activities.values import Activity, Post
from twoears.town.town import Town, build

LEARNT: Final = range(11, 31)
"""Seeds of the towns from which the oracle learns; they are shown nowhere."""
_DAY: Final = timedelta(days=1)
Seen = tuple[int, ...]


def oracle(people: int, until: datetime) -> dict[Seen, str]:
    """What was seen of somebody -> the stage at which most stood of whom the same was seen, in twenty other towns."""
    counted: dict[Seen, Counter[str]] = defaultdict(Counter)
    for seed in LEARNT:
        town = build(people, seed=seed, until=until)
        seen = acts(town)
        for one in town.people():
            for known in _coarser(seen[one.person]):
                counted[known][one.stages[-1][1]] += 1
    return {seen: stages.most_common(1)[0][0] for seen, stages in counted.items() if stages.total() > 4 or not seen}


def tells(knows: Mapping[Seen, str], seen: Seen) -> str:
    """What the oracle says of one of whom this was seen: by all of it, or by less where that is rare."""
    return next(knows[known] for known in _coarser(seen) if known in knows)


def _coarser(seen: Seen) -> Iterable[Seen]:
    """All of it, with each how often; then only whether; then nothing. Told apart by their lengths and their signs."""
    return (seen, tuple(-1 - min(n, 1) for n in seen[:5]), ())


def acts(town: Town) -> dict[int, Seen]:
    """person -> how often (2 at most) they wrote back, came back, ordered, sent somebody and so on, as it really is."""
    whose = {account: one.person for one in town.people() for account in one.accounts}
    ours = {account.id for account in town.our_actors}
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    posts: dict[str, Post] = {}
    answered: dict[int, datetime] = {}
    for told in sorted(town.happenings(), key=lambda h: h.at):
        act, kind = told.activity, told.truth.kind if told.truth else ""
        person = whose.get(act.actor.id)
        if isinstance(act.object, Post) and act.type == "Create":
            post, parent = act.object, posts.get(act.object.in_reply_to)
            posts[post.id] = post
            if person is None and parent and parent.author.id in whose:
                answered.setdefault(whose[parent.author.id], post.published)
            elif person is not None and kind != "promotion":
                counted[person].update(_said(post, parent, posts, ours, answered.get(person)))
                counted[person][kind] += 1
        elif person is not None:
            counted[person][_done(act)] += 1
    names = ("wrote back", "came back", "order", "refer", "met", "praise", "complaint", "recommendation")
    return {one.person: tuple(min(counted[one.person][name], 2) for name in names) for one in town.people()}


def _said(
    post: Post, parent: Post | None, posts: Mapping[str, Post], ours: set[str], answered: datetime | None
) -> Iterable[str]:
    before = posts.get(parent.in_reply_to) if parent and parent.author.id in ours else None
    if before and before.author.id == post.author.id:
        yield "wrote back"
    to_us = ours.intersection(post.mentions) or (parent and parent.author.id in ours)
    if to_us and answered and post.published > answered + _DAY:
        yield "came back"


def _done(act: Activity) -> str:
    return {"Accept": "met"}.get(act.type, act.type)

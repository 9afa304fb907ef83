"""How far one post went, by what was heard of it, beside what was expected. Queries only."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Final

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from twoears.activities.models import Activity, Actor, Post
from twoears.lib.intervals import share
from twoears.people.models import Identity, Person
from twoears.people.ties.hearing.tasks import parts
from twoears.reach.cascades import cascade
from twoears.reach.graph import FOLLOWS, KNOWS, Graph, GraphError
from twoears.reach.joined.vertices import Joined
from twoears.reach.sharing import learnt
from twoears.reach.showing import Somebody
from twoears.reach.tasks import held
from twoears.reach.travelled.showing import Expected, Hop, Travelled, compared, sentence
from twoears.reach.travelled.tree import Act, branches
from twoears.threads.actions import us
from twoears.threads.models import Turn

MOST: Final = 1000  # acts; of more the first are shown, and all are counted
_WORDS: Final = 280
_RUNS: Final = 400
_SECONDS: Final = 0.8


class NoSuchPost(Exception):
    """There is no such post, or it is not for everybody: what is private is not followed."""


@dataclass(slots=True)
class _Found:
    """What was heard of a post: `acts`, the first of them, as (account, how, when, words, the act above).

    `passed` are the accounts that passed the post itself on, and `answered` how many answers there are: all of them.
    """

    acts: list[tuple[int, str, datetime, str, int | None]] = field(default_factory=list)
    more: int = 0
    passed: set[int] = field(default_factory=set)
    answered: int = 0


def the_post(words: str) -> Post:
    """A public post by its number, id or address. Raises NoSuchPost."""
    asked = words.strip().replace("\0", "")
    by = Q(uid=asked) | Q(url=asked)
    by = by | Q(pk=int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 19 else by
    post = Post.objects.filter(by if asked else Q(pk=0), private=False).select_related("author").order_by("pk").first()
    if post is None:
        raise NoSuchPost(f"There is no public post {asked[:80]!r}. Give its number, id or address.")
    return post


def travelled(post: Post) -> Travelled:
    """The tree of a post, how far it went, and how many were expected to pass it on."""
    found = _heard(post)
    people, version = _people({one[0] for one in found.acts} | found.passed), held()
    joined = _joined(version.joined()) if version else None
    vertex = _vertices(joined, people)
    acts = [Act(vertex.get(one[0], -1), one[2], one[4], one[1] == "passed on") for one in found.acts]
    tree = branches(acts, _hearers(joined))
    ours, names = us().actors, _names({one[0] for one in found.acts}, people)
    hops = tuple(
        Hop(who=names[account], ours=account in ours, how=how, at=at, step=branch.step, known=branch.known, words=words)
        for branch in tree
        for account, how, at, words, _ in (found.acts[branch.act],)
    )
    passed = len({people[one] for one in found.passed})
    after = {vertex[one] for one in found.passed if one in vertex}
    expected, direct, hearing = _expected(version.joined() if version else None, acts[0].who, after)
    depth = max((one.step for one in tree), default=0)
    return Travelled(
        post=post.pk, author=names[post.author_id], words=post.text[:_WORDS], url=post.url, at=post.published,
        sentence=sentence(passed, found.answered, depth), size=len(acts) + found.more, depth=depth,
        answered=found.answered, passed_on=passed, last_at=max(one[2] for one in found.acts), hops=hops,
        passed=share(direct, hearing, of="of those who follow the author passed it on", question="Who passed it on?"),
        expected=expected, compared=compared(passed, expected),
    )  # fmt: skip


def _heard(post: Post) -> _Found:
    """The post, its answers and the answers to these, and who passed any of them on."""
    found = _Found([(post.author_id, "said", post.published, post.text[:_WORDS], None)])
    places, by_uid = {post.pk: 0}, {post.uid: 0}
    answers = _answers(post)
    found.answered = len(answers)
    found.more = max(len(answers) + 1 - MOST, 0)
    shown = answers[: MOST - 1]
    texts = dict(Post.objects.filter(pk__in=[one[0] for one in shown]).values_list("pk", "text"))
    for pk, uid, parent, author, at in shown:
        places[pk] = by_uid[uid] = len(found.acts)
        found.acts.append((author, "answered", at, texts.get(pk, "")[:_WORDS], by_uid[parent]))
    _shares(found, places, by_uid)
    return found


def _answers(post: Post) -> list[tuple[int, str, str, int, datetime]]:
    """All answers to a post and to its answers as (post, uid, parent, author, when), none before what it answers.

    The earlier come first; a clock may lie, and what was imported in one second has no order of its own.
    """
    threads = Turn.objects.filter(post=post).values("thread")
    said = Turn.objects.filter(thread__in=threads, post__private=False, post__withdrawn_at=None).exclude(post=post)
    rows = said.values_list("post", "post__uid", "post__in_reply_to", "post__author", "post__published")
    below: dict[str, list[tuple[int, str, str, int, datetime]]] = {}
    for row in rows.order_by("at", "post").iterator():
        below.setdefault(row[2], []).append(row)
    found, waiting = [], [(one[4], one[0], one) for one in below.pop(post.uid, [])]
    heapify(waiting)
    while waiting:
        *_, answer = heappop(waiting)
        found.append(answer)
        for one in below.pop(answer[1], []):
            heappush(waiting, (one[4], one[0], one))
    return found


def _shares(found: _Found, places: dict[int, int], by_uid: dict[str, int]) -> None:
    """Add who passed on what is shown: of more than are shown, all are counted."""
    about = Q(post__in=list(places)) | Q(post=None, object_uid__in=list(by_uid))
    shares = Activity.objects.filter(about, type="Announce").order_by("published", "pk")
    met: set[tuple[int, int]] = set()
    for account, pk, uid, at in shares.values_list("actor", "post", "object_uid", "published").iterator():
        above = places[pk] if pk in places else by_uid[uid]
        if (account, above) in met:
            continue  # passed on twice, such as on again after it was taken back
        met.add((account, above))
        if above == 0:
            found.passed.add(account)
        if len(found.acts) >= MOST:
            found.more += 1
        else:
            found.acts.append((account, "passed on", at, "", above))


def _people(accounts: set[int]) -> dict[int, int]:
    """account -> the person behind it, or the account below zero, as in `Joined.who`."""
    met: dict[int, int] = {}
    for some in parts(sorted(accounts)):
        met |= dict(Identity.objects.filter(actor__in=some).values_list("actor", "person"))
    return {one: met.get(one, -one) for one in accounts}


def _names(accounts: set[int], people: dict[int, int]) -> dict[int, Somebody]:
    met = Person.objects.in_bulk([people[one] for one in accounts if people[one] > 0])
    return {
        one.pk: Somebody(name=who.name, person=who.public_id, network=one.network)
        if (who := met.get(people[one.pk]))
        else Somebody(name=str(one), network=one.network)
        for one in Actor.objects.filter(pk__in=accounts)
    }


@lru_cache(maxsize=2)
def _joined(folder: Path) -> Joined | None:
    try:
        return Joined.load(folder)
    except GraphError:  # it was replaced while we looked
        return None


def _vertices(joined: Joined | None, people: dict[int, int]) -> dict[int, int]:
    """account -> its vertex, where it has one."""
    if joined is None or not people:
        return {}
    there = np.flatnonzero(np.isin(joined.who, list(people.values())))
    place = {int(joined.who[one]): int(one) for one in there}
    return {account: place[who] for account, who in people.items() if who in place}


def _hearers(joined: Joined | None) -> Callable[[int], NDArray[np.int32]]:
    """Who hears a vertex; nobody where there is no graph."""

    def heard_by(vertex: int) -> NDArray[np.int32]:
        return np.asarray(joined.graph.heard_by(vertex)) if joined is not None else np.empty(0, np.int32)

    return heard_by


def _expected(folder: Path | None, start: int, passed: set[int]) -> tuple[Expected | None, int, int]:
    """How many were expected to pass it on; of those who follow the author how many did, and how many they are."""
    joined = _joined(folder) if folder else None
    if joined is None or start < 0:
        return None, 0, 0
    hearing = _followers(joined.graph, start)
    direct = int(np.isin(hearing, list(passed)).sum()) if passed else 0
    return _model(folder, start), direct, int(hearing.size)


def _followers(graph: Graph, vertex: int) -> NDArray[np.int32]:
    """Who follows somebody, or is connected with them: whoever passes something on hears them by that alone."""
    row = slice(int(graph.offsets[vertex]), int(graph.offsets[vertex + 1]))
    return np.asarray(graph.targets[row][(graph.kinds[row] & (FOLLOWS | KNOWS)) > 0])


@lru_cache(maxsize=128)
def _model(folder: Path | None, start: int) -> Expected | None:
    joined = _joined(folder) if folder else None
    if joined is None:
        return None
    chances = learnt(joined.graph, np.asarray(joined.said), np.asarray(joined.passed))
    if not chances.can_tell:
        return None
    end = time.monotonic() + _SECONDS
    run = cascade(joined.graph, [start], chances, runs=_RUNS, seed=1, stop=lambda: time.monotonic() > end)
    # Whoever says it first is counted among those who pass it on.
    return Expected(
        people=round(max(run.passes.people - 1, 0.0), 2), low=round(max(run.passes.low - 1, 0.0), 2),
        high=round(max(run.passes.high - 1, 0.0), 2), heard=chances.heard, passed=chances.passed,
    )  # fmt: skip

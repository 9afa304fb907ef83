"""Weave posts into threads behind the record, and say of each turn whether it waits."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count

from twoears.activities import bulk
from twoears.activities.actions import reached, save
from twoears.activities.models import Activity, Position, Post
from twoears.lib.ids import short_id
from twoears.threads.actions import Told, told
from twoears.threads.models import StalePart, Thread, ThreadKey, Turn
from twoears.threads.turns import Turn as Spoken
from twoears.threads.turns import turns
from twoears.threads.us import Us
from twoears.threads.weave import Groups

STEP = "thread"
VERSION = "2"  # of what is told of turns: when it changes, everything is told anew
PART = 1 << 17  # activities in one part of the columnar stream
BIG = 1000  # turns from which on a thread is not told with every batch that adds to it
GROWN = 2  # times as many turns as when it was last told: then it is told although more is waiting
_LATE = "tell "  # before a thread's number: a step of its own that is still to be done
_ONCE = "ON CONFLICT (step) DO NOTHING"
_AT_ONCE = 10_000  # keys in one statement; SQLite takes 32,766
TURN = (
    "post",
    "thread",
    "actor",
    "at",
    "ours",
    "to_us",
    "waits",
    "open",
    "due_at",
    "answered_at",
    "answered_by",
    "begins",
    "replied_to",
    "wrote_back_at",
    "promotion",
    "we",
    "you",
)
THREAD = (
    "counterpart",
    "network",
    "private",
    "with_us",
    "missing_parent",
    "turns",
    "ours",
    "first_at",
    "last_at",
    "waiting",
    "waiting_since",
    "due_at",
    "waiting_post",
    "id",
)
HEARD = ("pk", "uid", "author_id", "in_reply_to", "context", "published")
NEW_THREAD = (*THREAD[:-1], "uid", "public_id", "merged_into")
Promise = Callable[[datetime], datetime]


@dataclass(frozen=True, slots=True)
class Heard:
    """What weaving needs of a post, in the order of HEARD."""

    pk: int
    uid: str
    author_id: int
    in_reply_to: str
    context: str
    published: datetime


def weave(us: Us, promise: Promise, *, after_step: str, most: int = 2000, big: int = BIG) -> tuple[int, set[int]]:
    """Thread the next posts that `after_step` has seen: how many there were, and the threads that were told anew.

    A thread is told from its first turn on. One of `big` or more turns waits until it has grown much or nothing more
    is there to be threaded: told with every batch, fifty thousand posts of one thread would take a quarter of an hour.
    """
    # No savepoint within the caller's transaction: fifty thousand turns took twenty times as long behind one.
    with transaction.atomic(savepoint=False):
        start = reached(STEP)
        ready = Position.objects.filter(step=after_step).values_list("reached", flat=True).first() or 0
        waiting = Post.objects.filter(pk__gt=start, pk__lte=ready).order_by("pk")
        posts = [Heard(*row) for row in waiting.values_list(*HEARD)[:most]]
        touched = _place(posts) if posts else set()
        end = posts[-1].pk if posts else start
        ripe = touched - _put_off(touched, big) if bulk.last_id(Post) > end else touched | _late()
        retell(ripe, us, promise)
        Position.objects.filter(step__in=[f"{_LATE}{thread}" for thread in ripe]).delete()
        if posts:
            save(STEP, end)
    return len(posts), ripe


def _put_off(threads: set[int], big: int) -> set[int]:
    """Those of `threads` that are told later, and noted for it: big ones that have not grown much since."""
    counted = Turn.objects.filter(thread__in=threads).values("thread").annotate(turns=Count("post"))
    size = dict(counted.filter(turns__gte=big).values_list("thread", "turns"))
    before = Thread.objects.filter(pk__in=size).values_list("pk", "turns")
    late = {thread for thread, turns in before if size[thread] < GROWN * turns}
    bulk.insert(Position, ("step", "reached"), [(f"{_LATE}{thread}", 0) for thread in sorted(late)], _ONCE)
    return late


def _late() -> set[int]:
    names = Position.objects.filter(step__startswith=_LATE).values_list("step", flat=True)
    return {int(name.removeprefix(_LATE)) for name in names}


def weave_again() -> None:
    """Start over: who is us, a promise or a reader has changed. Threads keep their names."""
    Position.objects.filter(step=STEP).update(reached=0)


def retell(threads: Iterable[int], us: Us, promise: Promise) -> None:
    """Tell the turns of `threads` anew: who is addressed, who waits, since when, until when it was promised."""
    by_thread: dict[int, list[Told]] = defaultdict(list)
    for one in told(set(threads), us):
        by_thread[one.thread].append(one)
    rows: list[tuple[Any, ...]] = []
    summaries: list[tuple[Any, ...]] = []
    for number, posts in by_thread.items():
        made = turns([post.said for post in posts])
        due = {turn.said.key: promise(turn.said.at) if turn.waits else None for turn in made}
        rows += [_turn(turn, number, due[turn.said.key]) for turn in made]
        summaries.append(_summary(number, posts[0], made, due))
    bulk.upsert(Turn, "post", TURN, rows)
    bulk.update(Thread, THREAD, summaries)
    _mark_posts_stale([post for post, *_ in rows])


def _turn(turn: Spoken, thread: int, due: datetime | None) -> tuple[Any, ...]:
    """In the order of TURN."""
    said = turn.said
    return (
        *(said.key, thread, said.author, said.at, said.ours, turn.to_us, turn.waits, turn.open, due, turn.answered_at),
        *(turn.answered_by or None, turn.begins, turn.replied_to or None, turn.wrote_back_at),
        *(said.promotes if said.ours else None, said.we, said.you),
    )


def _summary(number: int, any_post: Told, made: Sequence[Spoken], due: dict[int, datetime | None]) -> tuple[Any, ...]:
    """In the order of THREAD."""
    waiting = [turn for turn in made if turn.open]
    theirs = [turn for turn in made if not turn.said.ours]
    facing = next((turn for turn in theirs if turn.to_us), theirs[0] if theirs else None)
    first = waiting[0] if waiting else None
    other = first or facing
    return (
        *(other.said.author if other else None, any_post.network, any_post.private),
        *(any(t.said.ours or t.to_us for t in made), any(not t.said.complete for t in made)),
        *(len(made), len(made) - len(theirs), made[0].said.at, made[-1].said.at, len(waiting)),
        *((first.said.at, due[first.said.key], first.said.key) if first else (None, None, None)),
        number,
    )


def _mark_posts_stale(posts: Sequence[int]) -> None:
    for start in range(0, len(posts), _AT_ONCE):
        part = posts[start : start + _AT_ONCE]
        rows = Activity.objects.filter(post__in=part, type="Create").values_list("pk", flat=True)
        mark_stale({pk // PART for pk in rows})


def mark_stale(parts: Iterable[int]) -> None:
    """These parts of the columnar stream are behind."""
    again = "ON CONFLICT (part) DO UPDATE SET mark = twoears_stalepart.mark + 1"
    bulk.insert(StalePart, ("part", "mark"), [(part, 0) for part in sorted(parts)], again)


def _place(posts: Sequence[Heard]) -> set[int]:
    """Give each post its thread, joining threads that turn out to be one; the threads that changed."""
    keys = {post.pk: _keys(post) for post in posts}
    known = _threads_of_keys({key for names in keys.values() for key in names})
    again = dict(Turn.objects.filter(post__in=[post.pk for post in posts]).values_list("post", "thread"))
    groups = Groups()
    for post in posts:
        names: list[Hashable] = [("key", key) for key in keys[post.pk]]
        names += [("thread", known[key]) for key in keys[post.pk] if key in known]
        names += [("thread", again[post.pk])] if post.pk in again else []
        groups.tie(names)
    old: dict[object, set[int]] = defaultdict(set)
    for thread in set(known.values()) | set(again.values()):
        old[groups.root(("thread", thread))].add(thread)
    thread_of = _threads_for(posts, keys, groups, old)
    _place_turns(posts, thread_of)
    _remember(posts, thread_of)
    return set(thread_of.values())


def _keys(post: Heard) -> list[str]:
    return [key for key in (post.uid, post.in_reply_to, f"context {post.context}" if post.context else "") if key]


def _threads_of_keys(names: set[str]) -> dict[str, int]:
    found = dict(ThreadKey.objects.filter(key__in=names).values_list("key", "thread"))
    found.update(Turn.objects.filter(post__uid__in=names).values_list("post__uid", "thread"))
    return found


def _threads_for(
    posts: Sequence[Heard], keys: dict[int, list[str]], groups: Groups, old: dict[object, set[int]]
) -> dict[int, int]:
    """post -> thread: the oldest of those it belongs to, which takes the others in, or a new one."""
    roots = {post.pk: groups.root(("key", keys[post.pk][0])) for post in posts}
    chosen: dict[object, int] = {}
    for root, threads in old.items():
        chosen[root] = min(threads)
        _join(chosen[root], threads - {chosen[root]})
    first: dict[object, Heard] = {}
    for post in posts:
        if roots[post.pk] not in chosen:
            first.setdefault(roots[post.pk], post)
    bulk.insert(Thread, NEW_THREAD, [_new_thread(post.uid) for post in first.values()], "")
    numbers = bulk.ids(Thread, [post.uid for post in first.values()])
    chosen.update((root, numbers[post.uid]) for root, post in first.items())
    return {post.pk: chosen[roots[post.pk]] for post in posts}


def _new_thread(uid: str) -> tuple[Any, ...]:
    """In the order of NEW_THREAD, before anything of it was told."""
    empty = (None, "", False, False, False, 0, 0, None, None, 0, None, None, None)
    return (*empty, uid, short_id("c", uid), None)


def _join(into: int, others: set[int]) -> None:
    if not others:
        return
    Turn.objects.filter(thread__in=others).update(thread=into)
    ThreadKey.objects.filter(thread__in=others).update(thread=into)
    Thread.objects.filter(merged_into__in=others).update(merged_into=into)
    # The old names of the conversation still lead here.
    Thread.objects.filter(pk__in=others).update(
        merged_into=into, turns=0, ours=0, waiting=0, with_us=False, waiting_since=None, due_at=None, waiting_post=None
    )


def _place_turns(posts: Sequence[Heard], thread_of: dict[int, int]) -> None:
    rows = [
        (
            post.pk,
            thread_of[post.pk],
            post.author_id,
            post.published,
            False,
            False,
            "",
            False,
            None,
            None,
            None,
            "",
            None,
            None,
            None,
            0,
            0,
        )
        for post in posts
    ]
    bulk.insert(Turn, TURN, rows, "ON CONFLICT (post_id) DO UPDATE SET thread_id = excluded.thread_id")


def _remember(posts: Sequence[Heard], thread_of: dict[int, int]) -> None:
    """Keep the names that a later post may bring: parents not yet heard, and conversations."""
    heard = {post.uid for post in posts}
    heard |= set(
        Post.objects.filter(uid__in={p.in_reply_to for p in posts if p.in_reply_to} - heard).values_list(
            "uid", flat=True
        )
    )
    rows = {(key, thread_of[post.pk]) for post in posts for key in _keys(post)[1:] if key not in heard}
    bulk.insert(
        ThreadKey, ("key", "thread"), sorted(rows), "ON CONFLICT (key) DO UPDATE SET thread_id = excluded.thread_id"
    )

"""Turns and deeds as ties need them, out of the record."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import QuerySet

from twoears.activities import bulk
from twoears.activities.models import Activity, Actor
from twoears.people.ties.exchanges import US
from twoears.people.ties.hear import DEEDS, Done, Spoken
from twoears.people.ties.models import Unmet
from twoears.threads.models import Turn
from twoears.threads.turns import ASKS
from twoears.understanding.models import Note

_AT_ONCE: Final = 10_000  # keys in one statement; SQLite takes 32,766
_NAMED: Final = 50  # accounts that one post may name; more is a list and no word to anybody
_TURN: Final = (
    *("post", "thread", "actor", "at", "ours", "to_us", "answered_by", "replied_to"),
    *("post__uid", "post__in_reply_to", "post__mentions"),
)


def spoken(threads: Sequence[int]) -> list[Spoken]:
    """The turns of `threads`, in their order; who is named and not heard of yet is noted down."""
    rows = list(Turn.objects.filter(thread__in=threads).order_by("thread", "at", "post").values_list(*_TURN))
    posts = [row[0] for row in rows]
    numbers = {row[8]: row[0] for row in rows}
    asks, creates = _asking(posts), _creates(posts)
    wanted = {(name, row[1]) for row in rows for name in row[10][:_NAMED]}
    names = _named({name for name, _ in wanted})
    unmet = sorted({one for one in wanted if one[0].lower() not in names})
    bulk.insert(Unmet, ("name", "thread"), unmet, "ON CONFLICT (name, thread_id) DO NOTHING")
    return [
        Spoken(
            post=post,
            activity=creates[post],
            actor=actor,
            at=at,
            ours=ours,
            to_us=to_us,
            asks=post in asks,
            parent=numbers.get(parent, 0),
            answered_by=answered or 0,
            replied_to=replied or 0,
            named=tuple(names[name.lower()] for name in mentions[:_NAMED] if name.lower() in names),
        )
        for post, _, actor, at, ours, to_us, answered, replied, _, parent, mentions in rows
        if post in creates
    ]


def _asking(posts: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for part in parts(posts):
        notes = Note.objects.filter(post__in=part, reader="asks", label__in=ASKS)
        found.update(notes.values_list("post", flat=True))
    return found


def _creates(posts: Sequence[int]) -> dict[int, int]:
    """post -> the activity by which it came: of several the first."""
    found: dict[int, int] = {}
    for part in parts(posts):
        made = Activity.objects.filter(post__in=part, type="Create").order_by("-pk")
        found.update((post, pk) for post, pk in made.values_list("post", "pk") if post)
    return found


def _named(names: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in parts(sorted(names)):
        found.update((uid.lower(), pk) for uid, pk in Actor.objects.filter(uid__in=part).values_list("uid", "pk"))
    return found


def deeds(acts: QuerySet[Activity]) -> list[Done]:
    """What was done without words, and towards whom."""
    rows = list(acts.values_list("pk", "actor", "type", "published", "post__author", "object_uid", "target_uid"))
    named = _named({uid for *_, about, target in rows for uid in (about, target) if uid})
    done: list[Done] = []
    for pk, actor, verb, at, author, about, target in rows:
        kind = DEEDS[verb]
        if verb in ("order", "submit"):
            whom = [US]
        elif verb == "refer":
            # Who is sent is done a turn, and so are we.
            whom = [US, named.get(about.lower(), actor)]
        elif verb in ("Invite", "Accept"):
            whom = [named.get(target.lower()) or author or actor]
        else:
            whom = [author or named.get(about.lower(), actor)]
        done += [Done(pk, actor, one, kind, at) for one in whom if one != actor]
    return done


def parts(keys: Sequence[Any], size: int = _AT_ONCE) -> Iterable[Any]:
    """`keys` a few at a time."""
    return (keys[start : start + size] for start in range(0, len(keys), size))

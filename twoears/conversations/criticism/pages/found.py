"""Criticism that was found or marked, by the need behind it.

A post criticises us where it reads as a complaint or as bad news and was said to us or found by a query that has one of
our names in it; or where a member marked it. What a member marked as none is none.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from twoears.activities.models import Actor, Post
from twoears.conversations.criticism.models import CriticismMark, Tie
from twoears.conversations.criticism.pages.showing import NO_NEED, Criticism, Found, Group
from twoears.lib.intervals import share
from twoears.people.models import Identity
from twoears.queries.models import Hit, Query
from twoears.threads.actions import us
from twoears.threads.models import Turn
from twoears.understanding.models import Note
from twoears.understanding.needs.coding.coded import carried
from twoears.understanding.needs.coding.pages import rows_of
from twoears.understanding.needs.pages import codes, post_shown

LABELS: Final = ("complaint", "negative")
BY_HAND: Final = "by hand"
_QUOTES: Final = 3
_WORD: Final = re.compile(r"[\w.-]+")
_NO_NAME: Final = re.compile(r"[@:/]")


class _Post(NamedTuple):
    """One that criticises: who said it when.

    `at` is the moment as the database writes it: it sorts like the moment, and to make dates of all would take longer
    than all the rest.
    """

    at: str
    actor: int


def found(*, quotes: int = _QUOTES) -> Found:
    """All criticism, and what of it no improvement takes up yet, by need."""
    posts = _posts()
    taken = set(Tie.objects.filter(undone_at=None).values_list("post", flat=True)) & posts.keys()
    left = {post: one for post, one in posts.items() if post not in taken}
    behind = _behind({one.actor for one in posts.values()})
    groups = _by_need(left)
    chosen = {need: _spoken(groups[need], left, behind, quotes) for need in groups}
    shown = _shown([post for some in chosen.values() for post in some])
    everybody = len({behind[one.actor] for one in left.values()})
    names = {code.id: code.name for code in codes()}
    made = [
        _group(need, names.get(need, NO_NEED), some, left, behind, everybody, [shown[post] for post in chosen[need]])
        for need, some in groups.items()
    ]
    return Found(
        taken_up=share(
            len(taken),
            len(posts),
            key="taken_up",
            of="of the criticism is taken up by an improvement",
            question="Does criticism become something better?",
        ),
        people=everybody,
        groups=tuple(sorted(made, key=lambda one: (not one.need, -one.people.k, one.name))),
    )


def of_need(need: int, *, start: int = 0, limit: int = 100) -> tuple[tuple[Criticism, ...], int]:
    """Criticism behind a need (0: none yet) that nothing takes up, the latest first; and how much there is in all."""
    posts = _posts()
    taken = set(Tie.objects.filter(undone_at=None).values_list("post", flat=True))
    left = {post: one for post, one in posts.items() if post not in taken}
    some = sorted(_by_need(left).get(need, ()), key=lambda post: (left[post].at, post), reverse=True)
    page = some[start : start + limit]
    shown = _shown(page)
    return tuple(shown[post] for post in page), len(some)


def _posts() -> dict[int, _Post]:
    said = Note.objects.filter(label__in=LABELS, post__turn__ours=False, post__withdrawn_at=None)
    told = said.annotate(at=Cast("post__turn__at", TextField()))
    made = _rows(told.filter(post__turn__to_us=True).values_list("post", "at", "post__turn__actor"))
    if about := _naming_us():
        hits = Hit.objects.filter(query__in=about, excluded=None).values("post")
        beside = told.filter(post__turn__to_us=False, post__in=hits)
        made |= _rows(beside.values_list("post", "at", "post__turn__actor"))
    marks = dict(CriticismMark.objects.filter(undone_at=None).values_list("post", "says"))
    by_hand = Turn.objects.filter(post__in=[post for post, says in marks.items() if says], ours=False)
    rows = by_hand.filter(post__withdrawn_at=None).annotate(when=Cast("at", TextField()))
    made |= _rows(rows.values_list("post", "when", "actor"))
    for post, says in marks.items():
        if not says:
            made.pop(post, None)
    return made


def _rows(rows: Iterable[tuple[int, str, int]]) -> dict[int, _Post]:
    return {post: _Post(at, actor) for post, at, actor in rows}


def _naming_us() -> list[int]:
    """The kept queries in whose words one of our names stands: what they find is about us."""
    whole = us()
    ours = Actor.objects.filter(pk__in=whole.actors).exclude(network="mail").values_list("handle", "name")
    handles = {handle.casefold() for handle, _ in ours if handle}
    # One of ours may be named before it was ever heard; mailboxes and ids stand in no query.
    names = handles | {name for name in whole.names if not _NO_NAME.search(name)}
    names |= {handle.split("@")[0].split(".")[0] for handle in handles}
    phrases = [name.casefold() for _, name in ours if name]
    kept = Query.objects.filter(removed_at=None).values_list("pk", "text")
    return [pk for pk, text in kept if _says(text.casefold(), names, phrases)]


def _says(text: str, names: set[str], phrases: Collection[str]) -> bool:
    return not names.isdisjoint(_WORD.findall(text)) or any(phrase in text for phrase in phrases)


def _by_need(posts: Mapping[int, _Post]) -> dict[int, list[int]]:
    """need -> the posts behind which it lies, 0 where none was coded; one of two needs stands with both."""
    speaks = {item.key: needs for item, needs in carried(rows_of()).items() if item.kind == "post"}
    groups: dict[int, list[int]] = defaultdict(list)
    for post in posts:
        for need in speaks.get(post) or (0,):
            groups[need].append(post)
    return groups


def _behind(actors: Collection[int]) -> dict[int, str]:
    """account -> who is behind it, the same for all accounts of a person."""
    known = dict(Identity.objects.values_list("actor", "person"))
    return {actor: f"person:{known[actor]}" if actor in known else f"actor:{actor}" for actor in actors}


def _spoken(posts: Iterable[int], of: Mapping[int, _Post], behind: Mapping[int, str], most: int) -> list[int]:
    """The latest posts, each of somebody else."""
    met: dict[str, int] = {}
    for post in sorted(posts, key=lambda post: (of[post].at, post), reverse=True):
        met.setdefault(behind[of[post].actor], post)
        if len(met) >= most:
            break
    return list(met.values())


def _group(
    need: int,
    name: str,
    posts: Collection[int],
    of: Mapping[int, _Post],
    behind: Mapping[int, str],
    everybody: int,
    quotes: list[Criticism],
) -> Group:
    people = {behind[of[post].actor] for post in posts}
    question = "How much criticism lies there?"
    return Group(
        need=need,
        name=name,
        posts=share(len(posts), len(of), key="posts", of="of the criticism that nothing takes up", question=question),
        people=share(len(people), everybody, key="people", of="of those who criticise", question=question),
        quotes=tuple(quotes),
    )


def _shown(posts: Collection[int]) -> dict[int, Criticism]:
    rows = Post.objects.filter(pk__in=posts).select_related("author__identity__person", "turn__thread")
    marks = dict(CriticismMark.objects.filter(undone_at=None, post__in=posts).values_list("post", "pk"))
    why: dict[int, list[str]] = defaultdict(list)
    for post, label in Note.objects.filter(post__in=posts, label__in=LABELS).values_list("post", "label"):
        why[post].append(label)
    return {
        row.pk: Criticism(
            item=post_shown(row),
            why=(*sorted(why[row.pk]), *((BY_HAND,) if row.pk in marks else ())),
            person=_person(row.author),
            conversation=row.turn.thread.public_id if row.turn.thread.with_us else "",
            mark=marks.get(row.pk, 0),
        )
        for row in rows
    }


def _person(actor: Actor) -> str:
    """The public id of who is behind an account; empty for a stranger."""
    try:
        return actor.identity.person.public_id
    except Identity.DoesNotExist:
        return ""

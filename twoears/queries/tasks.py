"""Ask every query of every post, behind the record: as it arrives, and back through what was heard before.

Each query knows the last post that it was asked of. Those that are furthest behind are asked first, up to where the
next ones stand; so a new query walks through history until it has caught up with the others, and goes on with them.
"""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from django.db import transaction

from twoears.activities import bulk
from twoears.activities.models import Position, Post
from twoears.activities.pages import value_of
from twoears.activities.record import as_told
from twoears.activities.values import Post as Told
from twoears.listening.errors import QueryError
from twoears.listening.grammar import parse
from twoears.listening.matcher import Matcher
from twoears.listening.said import Said, said_of
from twoears.listening.tree import looks_at
from twoears.queries.copies.tasks import stories_of, tell_anew
from twoears.queries.models import Exclusion, Hit, Query
from twoears.threads.models import Turn
from twoears.threads.tasks import STEP as THREADED
from twoears.threads.us import Us
from twoears.understanding.actions import words_of
from twoears.understanding.models import Note
from twoears.understanding.notes import CANNOT_TELL
from twoears.understanding.readers import languages

HIT = ("query", "post", "at", "excluded", "hour", "author", "network", "language", "story")
_AGAIN = (
    "ON CONFLICT (post_id, query_id) DO UPDATE SET at = excluded.at, excluded_id = excluded.excluded_id, "
    "hour = excluded.hour, author = excluded.author, network = excluded.network, language = excluded.language, "
    "story = excluded.story"
)
_OF_AUTHORS = frozenset({"author", "from", "place", "followers"})  # what a post of a stream may not tell by itself
_AT_ONCE = 2000
_LOOK_EVERY = 5.0  # seconds between two looks at which queries are kept


def ask(most: int = _AT_ONCE) -> int:
    """Ask those queries that are furthest behind of the next posts; how many posts these were."""
    front = Position.objects.filter(step=THREADED).values_list("reached", flat=True).first() or 0
    behind = list(Query.objects.filter(removed_at=None, reached__lt=front).order_by("reached", "pk"))
    if not behind:
        return 0
    low = behind[0].reached
    ahead = next((query.reached for query in behind if query.reached > low), front)
    with transaction.atomic():
        found = Post.objects.filter(pk__gt=low, pk__lte=ahead).select_related("author").order_by("pk")[:most]
        posts = list(found)
        asked = [query for query in behind if query.reached == low]
        _keep(asked, posts)
        # Moved on only where it stands as it was: a query that was changed meanwhile begins anew.
        reached = posts[-1].pk if len(posts) == most else ahead
        Query.objects.filter(pk__in=[query.pk for query in asked], reached=low).update(reached=reached)
    return len(posts)


def ask_again(posts: Sequence[int]) -> None:
    """What was edited or deleted is asked anew; hits that hold no more go."""
    queries = list(Query.objects.filter(removed_at=None).order_by("pk"))
    found = list(Post.objects.filter(pk__in=list(posts)).select_related("author"))
    with transaction.atomic():
        Hit.objects.filter(post__in=found).delete()
        tell_anew([post.pk for post in found])
        for query in queries:
            _keep([query], [post for post in found if post.pk <= query.reached])


class Sieve:
    """What kept queries find of what is not recorded yet, as a stream of a whole network brings it. One for a thread.

    Queries that are kept, changed or removed meanwhile are known within seconds.
    """

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._asks: dict[str, frozenset[str]] = {}
        self._matcher = Matcher()
        self._looked = float("-inf")

    def found(self, posts: Sequence[Told], ours: Us) -> set[int]:
        """The places of those that any query finds."""
        if time.monotonic() - self._looked > _LOOK_EVERY:
            self._look()
        heard = about_to_be_said(posts, ours, frozenset().union(*self._asks.values()))
        return {at for at, _ in self._matcher.match(heard)}

    def _look(self) -> None:
        self._looked = time.monotonic()
        now = {str(pk): text for pk, text in Query.objects.filter(removed_at=None).values_list("pk", "text")}
        for key in self._texts.keys() - now.keys():
            self._matcher.remove(key)
            self._asks.pop(key)
        for key, text in now.items():
            if self._texts.get(key) != text:
                self._asks[key] = _listen(self._matcher, key, text)
        self._texts = now


def said(posts: Sequence[Post]) -> list[Said]:
    """What queries see of `posts`, with what the readers and the threads made of them."""
    keys = [post.pk for post in posts]
    read_as = dict(
        Note.objects.filter(post__in=keys, reader="language").exclude(label=CANNOT_TELL).values_list("post", "label")
    )
    turns = {post: (ours, to_us) for post, ours, to_us in
             Turn.objects.filter(post__in=keys).values_list("post", "ours", "to_us")}  # fmt: skip
    made = []
    for post in posts:
        ours, to_us = turns.get(post.pk, (False, False))
        made.append(said_of(value_of(post), read_as=read_as.get(post.pk, ""), ours=ours, to_us=to_us))
    return made


def about_to_be_said(posts: Sequence[Told], ours: Us, asks: frozenset[str]) -> list[Said]:
    """What queries that look at `asks` will see of `posts` once they are recorded, as far as these tell it themselves.

    Only what is asked for is looked up: a whole network speaks faster than all of it is understood.
    """
    known = as_told(posts) if asks & _OF_AUTHORS else posts
    read_as = _read_as(known) if "lang" in asks else {}
    made = []
    for at, post in enumerate(known):
        by_us = ours.spoke(post.author.id, post.author.handle)
        to_us = not by_us and ours.named_in(post.mentions, post.text)
        made.append(said_of(post, read_as=read_as.get(at, ""), ours=by_us, to_us=to_us))
    return made


def _read_as(posts: Sequence[Told]) -> dict[int, str]:
    """The language that a reader tells, by the place of those posts that declare none."""
    silent = [at for at, post in enumerate(posts) if not post.language]
    return dict(zip(silent, languages([words_of(posts[at]) for at in silent]), strict=True))


def _keep(queries: Sequence[Query], posts: Sequence[Post]) -> None:
    if not queries or not posts:
        return
    heard = said(posts)
    # What its author deleted has no words any more; a query for nothing but an author would still find it.
    asked = {query.pk: query.text for query in queries}
    found = [(at, number) for at, number in _found(asked, heard) if posts[at].withdrawn_at is None]
    if not found:
        return
    # Numbers of hits are given out to one process at a time: whoever has told all up to one has missed none below it.
    list(Query.objects.select_for_update().filter(pk__in=asked).order_by("pk").values_list("pk"))
    hidden = _hidden(_exclusions(queries), heard)
    stories = stories_of([posts[at] for at in sorted({at for at, _ in found})])
    rows = [
        (number, post.pk, post.published, hidden.get((at, number)), hour_of(post.published), post.author_id,
         post.author.network, heard[at].language, stories[post.pk])
        for at, number in found
        for post in (posts[at],)
    ]  # fmt: skip
    bulk.insert(Hit, HIT, rows, _AGAIN)


def hour_of(moment: datetime) -> int:
    """The number of its hour since 1970.

    >>> from datetime import UTC
    >>> hour_of(datetime(1970, 1, 2, 1, 30, tzinfo=UTC))
    25
    """
    return int(moment.timestamp() // 3600)


def _found(texts: Mapping[int, str], heard: Sequence[Said]) -> list[tuple[int, int]]:
    return [(at, int(key)) for at, key in _matcher(tuple(sorted(texts.items()))).match(heard)]


@lru_cache(maxsize=4)
def _matcher(texts: tuple[tuple[int, str], ...]) -> Matcher:
    made = Matcher()
    for number, text in texts:
        _listen(made, str(number), text)
    return made


def _listen(matcher: Matcher, key: str, text: str) -> frozenset[str]:
    """Listen for a query too; what of a post it looks at."""
    try:
        asked = parse(text)
    except QueryError:
        # It could be read when it was kept; a later grammar may be stricter. It hears nothing until it is mended.
        matcher.remove(key)
        return frozenset()
    matcher.add(key, asked)
    return looks_at(asked)


def _exclusions(queries: Sequence[Query]) -> list[Exclusion]:
    return list(Exclusion.objects.filter(query__in=[q.pk for q in queries], undone_at=None).order_by("-pk"))


def _hidden(exclusions: Sequence[Exclusion], heard: Sequence[Said]) -> dict[tuple[int, int], int]:
    """(place, query) -> the first of its exclusions that hides what stands there."""
    if not exclusions:
        return {}
    query_of = {exclusion.pk: exclusion.query_id for exclusion in exclusions}
    found = _found({exclusion.pk: exclusion.text for exclusion in exclusions}, heard)
    return {(at, query_of[number]): number for at, number in sorted(found, reverse=True)}

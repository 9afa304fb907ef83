"""Say of each post that a query found which story it tells, as it comes: the same words told again are one story."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from twoears.activities import bulk
from twoears.activities.models import Post
from twoears.listening.stories import Trace, alike, trace
from twoears.queries.models import Band, Hit, Story

_AT_ONCE: Final = 5000  # keys in one question; SQLite takes 32,766
_LOOKED_AT: Final = 20  # stories that share a mark are compared, the first ones; more share it by chance


def stories_of(posts: Sequence[Post]) -> dict[int, int]:
    """post -> the number of the first post that told the same, its own where there is none. New ones are kept."""
    known = dict(Story.objects.filter(post__in=[post.pk for post in posts]).values_list("post", "story"))
    traces = {post.pk: trace(_words(post)) for post in posts if post.pk not in known}
    shelf = _shelf(key for left in traces.values() if left for key in left.marks())
    held = _traces({post for on in shelf.values() for post in on})
    bands: list[tuple[int, int]] = []
    for post, left in traces.items():
        before = sorted({other for key in left.marks() for other in shelf.get(key, ())}) if left else []
        known[post] = next((other for other in before if left and alike(left, held[other])), post)
        if left and known[post] == post:
            held[post] = left
            for key in left.marks():
                shelf[key].append(post)
                bands.append((key, post))
    bulk.insert(Story, ("post", "story"), [(post, known[post]) for post in traces], "ON CONFLICT DO NOTHING")
    bulk.insert(Band, ("key", "post"), bands, "ON CONFLICT DO NOTHING")
    return known


def tell_anew(posts: Iterable[int]) -> None:
    """Forget what `posts` told, as they were edited; copies of a first post that is one of them are told anew too."""
    gone = list(posts)
    left = Story.objects.filter(story__in=gone).exclude(post__in=gone)
    orphans = list(left.values_list("post", flat=True))
    Story.objects.filter(post__in=[*gone, *orphans]).delete()
    Band.objects.filter(post__in=gone).delete()
    for post, story in stories_of(list(Post.objects.filter(pk__in=orphans).order_by("pk"))).items():
        Hit.objects.filter(post=post).update(story=story)


def _words(post: Post) -> str:
    return post.text or post.title


def _shelf(keys: Iterable[int]) -> dict[int, list[int]]:
    """key -> the first posts of the stories that have it."""
    wanted = list(set(keys))
    shelf: defaultdict[int, list[int]] = defaultdict(list)
    for start in range(0, len(wanted), _AT_ONCE):
        rows = Band.objects.filter(key__in=wanted[start : start + _AT_ONCE]).order_by("post").values_list("key", "post")
        for key, post in rows:
            if len(shelf[key]) < _LOOKED_AT:
                shelf[key].append(post)
    return shelf


def _traces(posts: Iterable[int]) -> dict[int, Trace]:
    wanted, found = list(posts), list[Post]()
    for start in range(0, len(wanted), _AT_ONCE):
        found += Post.objects.filter(pk__in=wanted[start : start + _AT_ONCE]).only("text", "title")
    made: Mapping[int, Trace | None] = {post.pk: trace(_words(post)) for post in found}
    # What was edited since and has no words left is like nothing.
    return {post: left or Trace(0, (), frozenset()) for post, left in made.items()}

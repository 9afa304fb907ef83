"""A query over everything that was heard: the latest first, only as far back as somebody goes on reading."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from twoears.activities.models import Post
from twoears.listening.grammar import parse
from twoears.listening.matcher import Matcher
from twoears.listening.said import Said, links_in, mentions_in, tags_in
from twoears.listening.tree import Query, looks_at
from twoears.queries.tasks import said
from twoears.threads.models import Turn
from twoears.understanding.models import Note
from twoears.understanding.notes import CANNOT_TELL

_FIRST, _MOST = 500, 8000  # posts at once: few at first, as most who look want the latest twenty
_TEXT: Final = ("text", "title")
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": _TEXT,
    "title": ("title",),
    "author": ("author__name", "author__handle"),
    "url": ("url",),
    "site": ("url",),
    "links": ("links", "text"),
    "lang": ("language",),
    "hashtag": ("tags", "text"),
    "mention": ("mentions", "text"),
    "type": ("type",),
    "source": ("author__network",),
    "from": ("author__handle",),
    "place": ("author__place",),
    "followers": ("author__followers",),
}
_FOUND_IN_TEXT: Final = {"tags": tags_in, "mentions": mentions_in, "links": links_in}  # beside what a network gives
_FIELDS: Final = {"author__name": "name", "author__handle": "handle", "author__network": "source",
                  "author__place": "place", "author__followers": "followers"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A post that a query finds, and what the query saw of it."""

    post: Post
    said: Said


def find(
    text: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    watch: Callable[[int], None] = lambda looked_at: None,
) -> Iterator[Found]:
    """Every post heard that the query finds, the latest first. Raises QueryError before anything is looked at.

    `watch` is told after each step how many posts were looked at.
    """
    return _whole(found_in(heard_between(since, until), parse(text), watch))


def heard_between(since: datetime | None, until: datetime | None) -> QuerySet[Post]:
    """The posts that a walk looks at: those that were not deleted by their author."""
    posts = Post.objects.filter(withdrawn_at=None)
    if since is not None:
        posts = posts.filter(published__gte=since)
    return posts if until is None else posts.filter(published__lt=until)


def found_in(
    posts: QuerySet[Post], asked: Query, watch: Callable[[int], None] = lambda looked_at: None
) -> Iterator[list[int]]:
    """The keys of those of `posts` that a query finds, the latest first, in batches. Only what it asks for is read."""
    matcher, needs = Matcher({"asked": asked}), looks_at(asked)
    looked_at = 0
    for keys, rows in _batches(posts, _columns(needs)):
        looked_at += len(keys)
        hits = [keys[at] for at, _ in matcher.match(_lightly(keys, rows, needs))]
        watch(looked_at)
        yield hits


def found_among(keys: Sequence[int], asked: Query) -> list[int]:
    """Those of `keys` that a query finds, in no order."""
    matcher, needs, found = Matcher({"asked": asked}), looks_at(asked), list[int]()
    for start in range(0, len(keys), _MOST):
        part = Post.objects.filter(pk__in=keys[start : start + _MOST])
        rows = list(part.values_list("pk", *_columns(needs)))
        if rows:
            here, columns = _by_column(rows, _columns(needs))
            found += [here[at] for at, _ in matcher.match(_lightly(here, columns, needs))]
    return found


def _whole(batches: Iterator[list[int]]) -> Iterator[Found]:
    """What is shown of a post is more than what was asked of it: those that were found are read as a whole."""
    for batch in batches:
        for start in range(0, len(batch), _FIRST):
            keys = batch[start : start + _FIRST]
            held = Post.objects.select_related("author").in_bulk(keys)
            found = [held[key] for key in keys if key in held]
            yield from (Found(post, one) for post, one in zip(found, said(found), strict=True))


def _batches(posts: QuerySet[Post], columns: Sequence[str]) -> Iterator[tuple[list[int], dict[str, Sequence[Any]]]]:
    """Keys of posts, the latest first, and for each column its values. Each batch begins where the last one ended: an
    OFFSET would read all that comes before it again and again."""
    at_once, part = _FIRST, posts
    while rows := list(part.order_by("-published", "-pk").values_list("pk", *columns)[:at_once]):
        keys, values = _by_column(rows, columns)
        yield keys, values
        if len(rows) < at_once:
            return
        last = Post.objects.values_list("published", flat=True).get(pk=keys[-1])
        part = posts.filter(published__lte=last).exclude(published=last, pk__gte=keys[-1])
        at_once = min(2 * at_once, _MOST)


def _columns(needs: frozenset[str]) -> list[str]:
    return sorted({column for need in needs for column in _COLUMNS.get(need, ())})


def _by_column(rows: Sequence[Any], columns: Sequence[str]) -> tuple[list[int], dict[str, Sequence[Any]]]:
    keys, *values = (list(column) for column in zip(*rows, strict=True))
    return keys, dict(zip(columns, values, strict=True))


def _lightly(keys: Sequence[int], rows: Mapping[str, Sequence[Any]], needs: frozenset[str]) -> list[Said]:
    """What the query sees of each post, and nothing else."""
    fields: dict[str, Sequence[Any]] = {
        _FIELDS.get(column, column): values for column, values in rows.items() if column not in _FOUND_IN_TEXT
    }
    for column in _FOUND_IN_TEXT.keys() & rows.keys():
        there = zip(rows["text"], rows[column], strict=True)
        fields[column] = [_FOUND_IN_TEXT[column](text, tuple(given)) for text, given in there]
    if "lang" in needs:
        fields["language"] = _languages(keys, rows["language"])
    if needs & {"from", "to"}:
        fields["ours"], fields["to_us"] = _turns(keys)
    names = list(fields)
    if not names:
        return [Said() for _ in keys]
    return [Said(**dict(zip(names, values, strict=True))) for values in zip(*fields.values(), strict=True)]


def _languages(keys: Sequence[int], declared: Sequence[str]) -> list[str]:
    unsaid = [key for key, language in zip(keys, declared, strict=True) if not language]
    notes = Note.objects.filter(post__in=unsaid, reader="language").exclude(label=CANNOT_TELL)
    read = dict(notes.values_list("post", "label"))
    return [language or read.get(key, "") for key, language in zip(keys, declared, strict=True)]


def _turns(keys: Sequence[int]) -> tuple[list[bool], list[bool]]:
    """Whether one of ours spoke, and whether one of ours was spoken to."""
    rows = Turn.objects.filter(post__in=keys).values_list("post", "ours", "to_us")
    turns = {post: (ours, to_us) for post, ours, to_us in rows}
    return [turns.get(key, (False, False))[0] for key in keys], [turns.get(key, (False, False))[1] for key in keys]
